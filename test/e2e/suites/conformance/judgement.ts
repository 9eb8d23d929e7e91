import { parseManifests } from '../../../../src/check/manifest-file';
import { renderPath } from '../../../../src/source/path';
import { findings } from '../../../../src/tekton/findings/findings';
import { admission, type Verdict } from '../../harness/admission';
import type { Case } from './cases';

/** A case with both verdicts. */
export interface Judgement extends Case {
  readonly group: string;
  readonly cluster: Verdict;
  readonly ours: Verdict;
}

/** Has a case judged by the cluster and by the findings. */
export function judge(group: string, which: Case, namespace: string): Judgement {
  return { ...which, group, cluster: admission(which.text, namespace), ours: verdictOfFindings(which) };
}

/** What `npm run check` would say: the errors alone, because a warning refuses nothing. */
function verdictOfFindings({ name, text }: Case): Verdict {
  const read = parseManifests(name, text);
  const errors = findings(read.manifests.map(({ value }) => value)).filter(({ severity }) => severity === 'error');
  const messages = [
    ...read.findings.map(({ path, reason }) => `${path} ${reason}`),
    ...errors.map(({ path, reason }) => `${renderPath(path)} ${reason}`),
  ];
  return { accepted: messages.length === 0, message: messages.join('\n') };
}

/** Whether both verdicts are the same. */
export function agreed({ cluster, ours }: Judgement): boolean {
  return cluster.accepted === ours.accepted;
}

/** What is wrong with a judgement, for whoever mends the case or the rule; undefined where nothing is. */
export function problem(judgement: Judgement): string | undefined {
  const { name, accepted, explanation, cluster } = judgement;
  if (cluster.accepted !== accepted) return `${name}: the cluster says otherwise: ${cluster.message}`;
  if (agreed(judgement)) return explanation && `${name}: no longer differs: ${explanation}`;
  return explanation === undefined ? disagreement(judgement) : undefined;
}

/** A disagreement with both messages. */
export function disagreement({ group, name, cluster, ours, explanation }: Judgement): string {
  const lines = [
    `${group} ${name}`,
    `  cluster ${word(cluster)}: ${indented(cluster.message)}`,
    `  findings ${word(ours)}: ${indented(ours.message)}`,
    ...(explanation === undefined ? [] : [`  because ${explanation}`]),
  ];
  return lines.join('\n');
}

function indented(text: string): string {
  return text.replaceAll('\n', '\n    ');
}

function word({ accepted }: Verdict): string {
  return accepted ? 'accepted' : 'refused';
}

/** Case, verdict of the cluster, verdict of the findings. */
export function table(judgements: readonly Judgement[]): string {
  const names = judgements.map(({ group, name }) => `${group} ${name}`);
  const width = Math.max(0, ...names.map(name => name.length));
  const rows = judgements.map((judgement, index) => {
    const { cluster, ours } = judgement;
    const mark = agreed(judgement) ? '' : '  differs';
    return `${(names[index] ?? '').padEnd(width)}  ${word(cluster).padEnd(8)}  ${word(ours).padEnd(8)}${mark}`;
  });
  return [`${'case'.padEnd(width)}  cluster   findings`, ...rows].join('\n');
}
