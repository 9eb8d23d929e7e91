import { closest } from '../../../source/closest';
import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';
import { declaredParams, type Param } from '../rules/declared-params';
import { valueType } from '../values';

/** Who is called, by name and what it declares. */
export interface Callee {
  /** Such as `the Task build`. */
  readonly name: string;
  readonly spec: Located;
}

/** What a caller gives: a list of params and one of workspaces, and params that it gives in another way, such as by a matrix. */
export interface Call {
  readonly params: Located;
  readonly workspaces: Located;
  readonly others?: readonly Located[];
}

/**
 * Whether a task or pipeline gets what it declares. The API server does not look; the run fails at once.
 *
 * Source: pipeline, pkg/reconciler/taskrun/validate_taskrun.go (ValidateResolvedTask), pkg/reconciler/pipelinerun/pipelinerun.go.
 */
export function callFindings({ params, workspaces, others = [] }: Call, { name, spec }: Callee): Draft[] {
  const declared = declaredParams(spec.at('params'));
  return [
    ...missingParams(params, [...params.items, ...others], declared, name),
    ...[...params.items, ...others].flatMap(given => inVain(given.at('name'), declared, name)),
    ...params.items.flatMap(given => wrongType(given, declared, name)),
    ...workspacesOf(workspaces, spec.at('workspaces'), name),
  ];
}

function missingParams(list: Located, given: readonly Located[], declared: readonly Param[], callee: string): Draft[] {
  const names = new Set(given.map(param => param.at('name').text));
  return declared
    .filter(({ name, at }) => !at.at('default').given && !names.has(name))
    .map(({ name }) => {
      const reason = `lacks ${name}, which ${callee} needs`;
      return warning(list, { rule: 'param-missing', reason, fix: `give the param ${name} a value`, see: docs.params });
    });
}

function inVain(name: Located, declared: readonly Param[], callee: string): Draft[] {
  const names = declared.map(param => param.name);
  if (names.includes(name.text)) return [];
  const near = closest(name.text, names);
  const fix = near === undefined ? 'remove it' : `write ${near}`;
  return [warning(name, { rule: 'param-in-vain', reason: `is no param of ${callee}`, fix, see: docs.params })];
}

/** A variable may hold anything. */
function wrongType(given: Located, declared: readonly Param[], callee: string): Draft[] {
  const [value, param] = [given.at('value'), declared.find(({ name }) => name === given.at('name').text)];
  if (param === undefined || !value.given || value.text.includes('$(') || valueType(value) === param.type) return [];
  const reason = `is ${valueType(value)}, where ${callee} wants ${param.type}`;
  return [warning(value, { rule: 'param-value-type', reason, fix: `write ${examples[param.type]}`, see: docs.params })];
}

const examples = { string: 'one text', array: 'a list of texts', object: 'a map of texts' } as const;

function workspacesOf(list: Located, declared: Located, callee: string): Draft[] {
  const given = new Set(list.names);
  const missing = declared.items.filter(item => item.at('optional').value !== true && !given.has(item.at('name').text));
  return [
    ...missing.map(item => {
      const name = item.at('name').text;
      const reason = `lacks ${name}, which ${callee} needs`;
      return warning(list, { rule: 'workspace-missing', reason, fix: `bind the workspace ${name}`, see: docs.workspaces });
    }),
    ...list.items
      .map(item => item.at('name'))
      .filter(({ text }) => !declared.names.includes(text))
      .map(name => {
        const near = closest(name.text, declared.names);
        const fix = near === undefined ? 'remove it' : `write ${near}`;
        return warning(name, { rule: 'workspace-in-vain', reason: `is no workspace of ${callee}`, fix, see: docs.workspaces });
      }),
  ];
}
