import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { get, kubectl, kubectlFed } from './command';
import { namespace, type Project } from './project';

/** Somebody may do something: `get tekton.dev/pipelineruns`, `get configmaps nvidia-driver-ledger-r580-x86-64`. */
export type Access = string;

interface Rule {
  readonly apiGroups?: readonly string[];
  readonly resources?: readonly string[];
  readonly resourceNames?: readonly string[];
  readonly verbs: readonly string[];
}

interface RoleRef {
  readonly kind: string;
  readonly name: string;
}

interface Manifest {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly rules?: readonly Rule[];
  readonly roleRef?: RoleRef;
  readonly subjects?: readonly { readonly name: string }[];
}

const accessTo = (verb: string, group: string, resource: string, name = ''): Access =>
  `${verb} ${group === '' ? '' : `${group}/`}${resource}${name === '' ? '' : ` ${name}`}`;

function accessOf({ apiGroups = [], resources = [], resourceNames = [], verbs }: Rule): Access[] {
  const names = resourceNames.length > 0 ? resourceNames : [''];
  return apiGroups.flatMap(group =>
    resources.flatMap(resource => names.flatMap(name => verbs.map(verb => accessTo(verb, group, resource, name)))),
  );
}

function manifestsOf({ manifests }: Project): Manifest[] {
  return readdirSync(manifests)
    .flatMap(file => parseAllDocuments(readFileSync(join(manifests, file), 'utf8')))
    .map(document => document.toJS() as Manifest | null)
    .filter(object => object !== null);
}

/** What the roles that synth writes let each of its accounts do: in every namespace, or in its own. */
export function written(project: Project, where: 'everywhere' | 'own namespace'): ReadonlyMap<string, readonly Access[]> {
  const all = manifestsOf(project);
  const kinds = where === 'everywhere' ? ['ClusterRoleBinding'] : ['ClusterRoleBinding', 'RoleBinding'];
  const bindings = all.filter(({ kind }) => kinds.includes(kind));
  // A role that is not among them is the cluster's own.
  const role = ({ kind, name }: RoleRef) =>
    all.find(object => object.kind === kind && object.metadata.name === name) ?? get<Manifest>(kind, name, namespace);
  const rules = (account: string) =>
    bindings
      .filter(({ subjects = [] }) => subjects.some(({ name }) => name === account))
      .flatMap(({ roleRef }) => (roleRef && role(roleRef)?.rules) ?? []);
  const accounts = all.filter(({ kind }) => kind === 'ServiceAccount').map(({ metadata }) => metadata.name);
  return new Map(accounts.map(account => [account, sorted(rules(account).flatMap(accessOf))]));
}

function sorted(access: readonly Access[]): Access[] {
  return [...new Set(access)].sort();
}

/** An account that no role is bound to: what it may do, everybody may. */
const nobody = 'of-no-role';

function userOf(account: string): string {
  return `system:serviceaccount:${namespace}:${account}`;
}

/** What the cluster lists as allowed to an account in its namespace, beyond what everybody may. */
export function listed(account: string): Access[] {
  interface Review {
    readonly status: { readonly resourceRules: readonly Rule[] };
  }
  const review = JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectRulesReview', spec: { namespace } });
  const path = '/apis/authorization.k8s.io/v1/selfsubjectrulesreviews';
  const ask = (name: string) =>
    (JSON.parse(kubectlFed(review, 'create', '--raw', path, '-f', '-', '--as', userOf(name))) as Review).status.resourceRules.flatMap(
      accessOf,
    );
  const everybody = new Set(ask(nobody));
  return sorted(ask(account).filter(access => !everybody.has(access)));
}

type Question = readonly [verb: string, group: string, resource: string];

const verbs = ['get', 'list', 'watch', 'create', 'update', 'patch', 'delete', 'deletecollection'];

/** What no list of resources has: parts of them, and verbs of authorisation. */
const more: readonly Question[] = [
  ['create', '', 'pods/exec'],
  ['create', '', 'pods/attach'],
  ['get', '', 'pods/log'],
  ['create', '', 'pods/eviction'],
  ['create', '', 'services/proxy'],
  ['create', '', 'nodes/proxy'],
  ['create', '', 'serviceaccounts/token'],
  ['impersonate', '', 'users'],
  ['impersonate', '', 'groups'],
  ['impersonate', '', 'serviceaccounts'],
  ['bind', 'rbac.authorization.k8s.io', 'clusterroles'],
  ['escalate', 'rbac.authorization.k8s.io', 'clusterroles'],
  ['bind', 'rbac.authorization.k8s.io', 'roles'],
  ['escalate', 'rbac.authorization.k8s.io', 'roles'],
  ['use', 'security.openshift.io', 'securitycontextconstraints'],
];

/** Every question that can be asked about a resource of the cluster. */
function questions(): Question[] {
  const resources = kubectl('api-resources', '-o', 'name').trim().split('\n');
  const all = resources.flatMap(name => {
    const [resource = '', ...group] = name.split('.');
    return verbs.map(verb => [verb, group.join('.'), resource] as const);
  });
  return [...all, ...more];
}

/**
 * What of all questions the API server answers with yes, for each of some accounts in a namespace, beyond what everybody may.
 *
 * @param api URL of the API server
 */
export async function allowed(api: string, accounts: readonly string[], where: string): Promise<ReadonlyMap<string, readonly Access[]>> {
  const all = questions();
  const yes = async (account: string) => {
    const answers: Access[] = [];
    const left = [...all];
    const ask = async () => {
      for (let question = left.pop(); question; question = left.pop())
        if (await isAllowed(api, account, where, question)) answers.push(accessTo(...question));
    };
    await Promise.all(Array.from({ length: 16 }, ask));
    return answers;
  };
  const everybody = new Set(await yes(nobody));
  const may = new Map<string, readonly Access[]>();
  for (const account of accounts) may.set(account, sorted((await yes(account)).filter(access => !everybody.has(access))));
  return may;
}

async function isAllowed(api: string, account: string, where: string, [verb, group, path]: Question): Promise<boolean> {
  const [resource, subresource] = path.split('/');
  const resourceAttributes = { namespace: where, verb, group, resource, ...(subresource && { subresource }) };
  const groups = ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, 'system:authenticated'];
  const spec = { user: userOf(account), groups, resourceAttributes };
  const response = await fetch(`${api}/apis/authorization.k8s.io/v1/subjectaccessreviews`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ apiVersion: 'authorization.k8s.io/v1', kind: 'SubjectAccessReview', spec }),
  });
  return ((await response.json()) as { readonly status: { readonly allowed: boolean } }).status.allowed;
}
