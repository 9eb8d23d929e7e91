import { spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { App, Chart } from 'cdk8s';
import { stepImages } from '../../src/tasks/images';
import type { Task } from '../../src/tekton/task';
import { traced as traceOf, tracing } from '../coverage/trace';

interface RenderedStep {
  readonly name: string;
  readonly script: string;
  readonly env: readonly {
    readonly name: string;
    readonly value?: string;
    readonly valueFrom?: { readonly fieldRef?: { readonly fieldPath: string } };
  }[];
}

interface Given {
  readonly params?: Readonly<Record<string, string>>;
  /** Files of the step's volumes, by absolute path in the step; one that begins with `#!` can be run. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** Results that earlier steps wrote. */
  readonly results?: Readonly<Record<string, string>>;
  /** Values of Tekton's own variables and of the pod's fields; those that are not given are their names. */
  readonly context?: Readonly<Record<string, string>>;
  /** Environment in place of what the task gives. */
  readonly env?: Readonly<Record<string, string>>;
  /** What programs do instead of what they really do: bash by name. Each call is in `calls`. */
  readonly programs?: Readonly<Record<string, string>>;
  /** Sends TERM to all of the step, as Tekton does when its pod ends, once the log has this text. */
  readonly endAfter?: string;
  /** Runs the script under `bash -x`. */
  readonly traced?: boolean;
}

export interface Ran {
  readonly code: number;
  /** The last line of what the step says. */
  readonly last: string;
  readonly log: string;
  /** Results of the task, but for `failure`. */
  readonly results: Readonly<Record<string, string>>;
  /** The result `failure`; empty where the task has none. */
  readonly failure: string;
  /** Programs that were called, a line each with their arguments. */
  readonly calls: readonly string[];
  /** The text of a file in the step. */
  file(path: string): string | undefined;
}

/** The system's authorities: one, which no test knows. Programs read all those of a machine slowly. */
const authorities = { '/etc/ssl/certs/ca-certificates.crt': `${rootCertificates[0]}\n` };

type TaskOf = (
  scope: Chart,
  images: typeof stepImages,
) => Pick<Task, 'name'> & {
  readonly resource: {
    toJson(): {
      spec: { steps: RenderedStep[]; stepTemplate?: Pick<RenderedStep, 'env'>; params?: { name: string; default?: string }[] };
    };
  };
};

/**
 * Runs one step of a task as it is rendered, under the real bash: its script and environment, params and result files in place, its
 * volumes in a folder of their own, and stubs before the real programs.
 */
export async function runStep(
  task: TaskOf,
  stepName: string,
  { params = {}, files = {}, results = {}, context = {}, env: changed = {}, programs = {}, endAfter, traced }: Given,
): Promise<Ran> {
  const root = mkdtempSync(join(tmpdir(), 'step-'));
  const { spec } = task(new Chart(new App(), 'test'), stepImages).resource.toJson();
  const step = spec.steps.find(({ name }) => name === stepName);
  if (!step) throw new Error(`no step ${stepName}`);
  const values = { ...Object.fromEntries((spec.params ?? []).map(param => [param.name, param.default ?? ''])), ...params };
  const inRoot = (text: string) =>
    text.replace(
      /(?<![\w.$}])\/(work|findings|secrets|ca|key|usr\/src\/kernels|lib\/modules|etc\/pki|etc\/rhsm-host|etc\/yum\.repos\.d|etc\/subuid|etc\/subgid|etc\/containers|etc\/ssl|run\/registration)(?=\/|\b)/g,
      `${root}/$1`,
    );
  const rendered = (text: string) =>
    inRoot(text)
      .replace(/\$\(params\.([\w-]+)\)/g, (_, name: string) => values[name] ?? '')
      .replace(/\$\((context\.[\w.-]+)\)/g, (_, name: string) => context[name] ?? name)
      .replace(/\$\(results\.([\w-]+)\.path\)/g, (_, name: string) => join(root, 'results', name));

  furnish(root, inRoot, { ...authorities, ...files }, programs);
  for (const [name, text] of Object.entries(results)) write(join(root, 'results', name), text);
  write(join(root, 'script'), inRoot(step.script), 0o755);
  const given = [...(spec.stepTemplate?.env ?? []), ...step.env];
  const filledIn = (fieldPath: string) => context[fieldPath] ?? fieldPath;
  const env = {
    ...Object.fromEntries(
      given.map(({ name, value, valueFrom }) => [
        name,
        rendered(value ?? (valueFrom?.fieldRef ? filledIn(valueFrom.fieldRef.fieldPath) : '4')),
      ]),
    ),
    ...changed,
  };
  const { code, log } = await execute(root, env, step.script, { ...(endAfter !== undefined && { endAfter }), ...(traced && { traced }) });
  const shown = log.replaceAll(root, '');
  const declared = new Set(
    given.map(({ value }) => /\$\(results\.([\w-]+)\.path\)/.exec(value ?? '')?.[1]).filter(name => name !== undefined),
  );
  return {
    code,
    log: shown,
    last: shown.trimEnd().split('\n').at(-1) ?? '',
    failure: (read(join(root, 'results', 'failure')) ?? '').replaceAll(root, ''),
    results: Object.fromEntries(
      [...declared].filter(name => name !== 'failure').map(name => [name, (read(join(root, 'results', name)) ?? '').replaceAll(root, '')]),
    ),
    calls: (read(join(root, 'calls')) ?? '').replaceAll(root, '').trimEnd().split('\n'),
    file: path => read(join(root, path)),
  };
}

/** What is given to a script that runs inside the image: its environment, files and programs. */
interface GivenInside extends Pick<Given, 'files' | 'programs'> {
  readonly env: Readonly<Record<string, string>>;
}

/**
 * Runs a script that belongs inside an image: whatever it names below /etc, /lib, /opt, /run, /usr/local, /usr/share and /var is in a
 * folder of its own, and stubs are before the real programs.
 *
 * @throws Error where the script names another absolute path, which would be the machine's own
 */
export async function runInside(
  script: string,
  { env, files = {}, programs = {} }: GivenInside,
): Promise<Omit<Ran, 'results' | 'failure'>> {
  const root = mkdtempSync(join(tmpdir(), 'inside-'));
  const inRoot = (text: string) => text.replace(/(?<![\w.$}])\/(etc|lib|opt|run|usr\/local|usr\/share|var)(?=\/)/g, `${root}/$1`);
  const text = inRoot(script);
  const unmapped = text.replaceAll(root, '@').match(/(?<![\w.$}@])\/(?!usr\/bin\/env|dev\/null)[a-z]+\/[\w./-]*/g) ?? [];
  if (unmapped.length > 0) throw new Error(`the script names ${unmapped.join(', ')}, which would be the machine's own`);
  furnish(root, inRoot, files, programs);
  write(join(root, 'script'), text, 0o755);
  const { code, log } = await execute(root, env, script);
  const shown = log.replaceAll(root, '');
  return {
    code,
    log: shown,
    last: shown.trimEnd().split('\n').at(-1) ?? '',
    calls: (read(join(root, 'calls')) ?? '').replaceAll(root, '').trimEnd().split('\n'),
    file: path => read(join(root, path)),
  };
}

function write(path: string, text: string | Buffer, mode = 0o644): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, mode);
}

function read(path: string): string | undefined {
  return existsSync(path) ? readFileSync(path, 'utf8') : undefined;
}

/** Puts files and stubs into the folder that a script takes for its root. */
function furnish(
  root: string,
  inRoot: (text: string) => string,
  files: Readonly<Record<string, string | Buffer>>,
  programs: Readonly<Record<string, string>>,
): void {
  for (const folder of ['work', 'findings', 'results', 'bin', 'home', 'etc']) mkdirSync(join(root, folder), { recursive: true });
  for (const [path, text] of Object.entries(files)) write(join(root, path), text, text.toString().startsWith('#!') ? 0o755 : 0o644);
  // Nobody waits for another try.
  for (const [name, text] of Object.entries({ sleep: '', ...programs })) {
    const stub = `#!/usr/bin/env bash\nset -euo pipefail\nprintf '%s\\n' "${name} $*" >>"${root}/calls"\n${inRoot(text)}\n`;
    write(join(root, 'bin', name), stub, 0o755);
  }
}

/** Where SCRIPT_COVERAGE names a folder, what ran is kept there: see test/coverage. */
function execute(
  root: string,
  given: Readonly<Record<string, string>>,
  script: string,
  { endAfter, traced = false }: Pick<Given, 'endAfter' | 'traced'> = {},
): Promise<{ code: number; log: string }> {
  // A step that is traced into its log shows what it prints, and nothing else is measured of it.
  const coverage = traced ? undefined : process.env.SCRIPT_COVERAGE;
  const trace = coverage ? tracing(root) : {};
  const env = { HOME: join(root, 'home'), ...given, ...trace, PATH: `${root}/bin:${process.env.PATH}`, TMPDIR: root };
  const [command = '', ...args] = [...(traced ? ['bash', '-x'] : []), join(root, 'script')];
  return new Promise(resolve => {
    // A process group of its own, as Tekton's entrypoint makes one.
    const child = spawn(command, args, { env, cwd: root, detached: true });
    let log = '';
    let ended = endAfter === undefined;
    const read = (chunk: Buffer) => {
      log += chunk.toString();
      if (ended || !log.includes(endAfter ?? '') || child.pid === undefined) return;
      ended = true;
      process.kill(-child.pid, 'SIGTERM');
    };
    child.stdout.on('data', read);
    child.stderr.on('data', read);
    child.on('close', code => {
      if (coverage) writeFileSync(join(coverage, `${basename(root)}.json`), JSON.stringify(traceOf(root, script)));
      resolve({ code: code ?? -1, log });
    });
  });
}
