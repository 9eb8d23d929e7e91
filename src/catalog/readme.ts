import type { Param, Result } from '../tekton/declaration';
import type { Described } from './described';

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ');
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function defaultOf(param: Param): string {
  if (param.default === undefined) return '**required**';
  return param.default.length === 0 ? 'empty' : `\`${param.default}\``;
}

function params(declared: Readonly<Record<string, Param>>): string {
  return table(
    ['param', 'meaning', 'default'],
    Object.entries(declared).map(([name, param]) => [`\`${name}\``, cell(param.description), defaultOf(param)]),
  );
}

function results(declared: Readonly<Record<string, Result>>): string {
  return table(
    ['result', 'meaning'],
    Object.entries(declared).map(([name, { description }]) => [`\`${name}\``, cell(description)]),
  );
}

/** The README of a catalog entry: what its object says of itself, then the prose that people wrote. */
export function readme({ kind, name, version, description, params: declared, results: given, parts }: Described, prose: string): string {
  return `<!-- Generated from src/${kind}s/${name} by npm run catalog: do not edit. -->
# ${name} ${version}

${cell(description)}

\`\`\`
kubectl apply -f ${name}.yaml
kubectl create -f samples/run.yaml   # put your own values in first
\`\`\`

## Params

${params(declared)}

## Results

${results(given)}

## ${kind === 'task' ? 'Steps' : 'Tasks'}

${table(
  [kind === 'task' ? 'step' : 'task', 'runs'],
  parts.map(part => [`\`${part.name}\``, part.description]),
)}

${prose.trim()}
`;
}
