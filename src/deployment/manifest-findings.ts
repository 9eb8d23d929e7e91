import { ApiObject, type Chart } from 'cdk8s';
import { count, renderAdvice, shortened } from '../source/finding';
import { renderPath } from '../source/path';
import type { Finding } from '../tekton/findings/finding';
import { findings } from '../tekton/findings/findings';

/**
 * Rendered objects that a cluster would refuse; the message shows every finding.
 *
 * @example
 * try {
 *   synth(config, 'out/manifests');
 * } catch (error) {
 *   if (!(error instanceof ManifestError)) throw error;
 *   console.error(error.message);
 * }
 */
export class ManifestError extends Error {
  override readonly name = 'ManifestError';
}

/** A chart and the objects that it renders to: rendering takes time, and both judging and writing want them. */
export interface Rendered {
  readonly chart: Chart;
  readonly objects: readonly object[];
}

/** Renders a chart. */
export function rendered(chart: Chart): Rendered {
  return { chart, objects: chart.toJson() };
}

/**
 * Judges what a configuration shapes of rendered charts, all together. Tasks and pipelines are the same for every configuration, but for
 * the images of the steps: they are judged by the tests, and here only as what runs refer to.
 *
 * @returns warnings, ready to be read
 * @throws ManifestError with errors and warnings, where the newest Tekton would refuse anything
 */
export function judge(charts: readonly Rendered[], minVersion: string): readonly string[] {
  const all = charts.flatMap(({ chart, objects }) => objects.map(object => ({ chart, object })));
  const [context, judged] = [all.filter(isConstant), all.filter(one => !isConstant(one))];
  const objects = (list: typeof all) => list.map(({ object }) => object);
  const found = findings(objects(judged), { minVersion, context: objects(context) });
  const texts = found.map(finding => render(finding, judged[finding.object.index]?.chart));
  if (!found.some(({ severity }) => severity === 'error')) return texts;
  throw new ManifestError([`nothing is written: ${count(found.length, 'finding')}`, ...texts].join('\n\n'));
}

function isConstant({ object }: { readonly object: object }): boolean {
  return 'kind' in object && (object.kind === 'Task' || object.kind === 'Pipeline');
}

function render({ severity, object: { kind, namespace, name }, path, value, ...advice }: Finding, chart: Chart | undefined): string {
  const object = [kind, namespace, name].filter(part => part !== undefined && part !== '').join('/');
  const text = value === undefined ? '(missing)' : typeof value === 'string' ? value : JSON.stringify(value);
  const what = [severity === 'warning' ? 'warning' : '', renderPath(path), shortened(text)];
  return renderAdvice(`${object} (${constructPath(chart, kind, name)})`, what, advice);
}

/** The construct of an object. A run that the cluster names has another name in its construct: there it is the only one of its kind. */
function constructPath(chart: Chart | undefined, kind: string, name: string): string {
  const all = chart?.node.findAll().filter(ApiObject.isApiObject) ?? [];
  const alike = all.filter(object => object.kind === kind);
  const construct = alike.find(object => object.name === name) ?? (alike.length === 1 ? alike[0] : undefined);
  return (construct ?? chart)?.node.path ?? '';
}
