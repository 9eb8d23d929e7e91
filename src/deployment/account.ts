import { ApiObject, JsonPatch } from 'cdk8s';
import { Construct } from 'constructs';
import {
  ClusterRole,
  ClusterRoleBinding,
  Group,
  type IApiEndpoint,
  type IApiResource,
  type ISubject,
  Role,
  RoleBinding,
  ServiceAccount,
} from './kubernetes';

/** Verbs, and what they are allowed on. @see https://kubernetes.io/docs/reference/access-authn-authz/rbac/ */
export type Rule = readonly [verbs: readonly string[], ...resources: readonly Resource[]];

type Resource = IApiResource & IApiEndpoint;

/** Objects of a type, or the one of a name: listing and creating cannot be limited so. */
export function resource(apiGroup: string, resourceType: string, resourceName?: string): Resource {
  const own: IApiResource = { apiGroup, resourceType, ...(resourceName !== undefined && { resourceName }) };
  return { ...own, asApiResource: () => own, asNonApiResource: () => undefined };
}

/** Who may do it: an account of a namespace, or a group. */
export type Subject = { readonly account: string; readonly namespace: string } | { readonly group: string };

/** A binding, and the role of the same name where it has one of its own. */
export interface Binding {
  readonly name: string;
  /** Where they may do it. @default - the namespace of the chart */
  readonly namespace?: string;
  readonly subjects: readonly Subject[];
}

/** What they may do. */
export interface Permission extends Binding {
  readonly rules: readonly Rule[];
}

/** An account of the chart's namespace. Its pods have no token but what they mount, unless each is to have one. */
export function account(
  scope: Construct,
  name: string,
  { automountToken = false, pullSecrets = [] }: { readonly automountToken?: boolean; readonly pullSecrets?: readonly string[] } = {},
): void {
  const made = new ServiceAccount(scope, `account-${name}`, { metadata: { name }, automountToken });
  const secrets = pullSecrets.map(secret => ({ name: secret }));
  if (secrets.length > 0) ApiObject.of(made).addJsonPatch(JsonPatch.add('/imagePullSecrets', secrets));
}

/** Lets subjects do something in a namespace. */
export function allow(scope: Construct, { rules, ...binding }: Permission): void {
  const { at, metadata, subjects } = placed(scope, binding);
  const role = new Role(at, 'role', { metadata });
  for (const [verbs, ...resources] of rules) role.allow([...verbs], ...resources);
  // By its name: types of cdk8s-plus-28 take no role of its own where optional properties are exact.
  new RoleBinding(at, 'binding', { metadata, role: Role.fromRoleName(at, 'bound', binding.name) }).addSubjects(...subjects);
}

/** Lets subjects do something in the whole cluster. */
export function allowInCluster(scope: Construct, { rules, ...binding }: Omit<Permission, 'namespace'>): void {
  const { at, metadata, subjects } = placed(scope, binding);
  const role = new ClusterRole(at, 'role', { metadata });
  for (const [verbs, ...resources] of rules) role.allow([...verbs], ...resources);
  const bound = ClusterRole.fromClusterRoleName(at, 'bound', binding.name);
  new ClusterRoleBinding(at, 'binding', { metadata, role: bound }).addSubjects(...subjects);
}

/** Lets subjects do in a namespace what a ClusterRole says that comes with the cluster. */
export function bind(scope: Construct, clusterRole: string, binding: Binding): void {
  const { at, metadata, subjects } = placed(scope, binding);
  const role = ClusterRole.fromClusterRoleName(at, 'bound', clusterRole);
  new RoleBinding(at, 'binding', { metadata, role }).addSubjects(...subjects);
}

/** Where the constructs of a binding are, and what they have in common. */
function placed(scope: Construct, { name, namespace, subjects }: Binding) {
  const at = new Construct(scope, `${namespace ?? ''}${name}`);
  return {
    at,
    metadata: { name, ...(namespace !== undefined && { namespace }) },
    subjects: subjects.map(
      (subject, index): ISubject =>
        'group' in subject
          ? Group.fromName(at, `subject-${index}`, subject.group)
          : ServiceAccount.fromServiceAccountName(at, `subject-${index}`, subject.account, { namespaceName: subject.namespace }),
    ),
  };
}
