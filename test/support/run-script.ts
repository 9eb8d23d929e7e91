import { execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { rootCertificates } from 'node:tls';
import { traced as traceOf, tracing } from '../coverage/trace';

/** What a script finds around it. */
export interface Surroundings {
  /** Files by absolute path in the script's world; one that begins with `#!` can be run. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
  /** What programs do instead of what they really do: bash by name. Each call is in `calls`. */
  readonly programs?: Readonly<Record<string, string>>;
}

/** How a script is run. */
export interface Manner {
  /** Sends TERM to all of the script, as Tekton does when its pod ends, once the log has this text. */
  readonly endAfter?: string;
  /** Runs the script under `bash -x`. */
  readonly traced?: boolean;
}

/** What a script did. */
export interface ScriptRan {
  readonly code: number;
  /** The last line of what it says. */
  readonly last: string;
  readonly log: string;
  /** Programs that were called, a line each with their arguments. */
  readonly calls: readonly string[];
  /** The text of a file in the script's world. */
  file(path: string): string | undefined;
}

/** The system's authorities: one, which no test knows. Programs read all those of a machine slowly. */
export const authorities = { '/etc/ssl/certs/ca-certificates.crt': `${rootCertificates[0]}\n` };

/** Stubs are many: none of them has to look for bash. */
const bash = execFileSync('sh', ['-c', 'command -v bash'], { encoding: 'utf8' }).trim();

/** A folder that a script takes for the root of its world. */
export class World {
  readonly root: string;

  /** @param folders the absolute paths that are in the folder; all others are the machine's own. Without slash at the beginning */
  constructor(
    name: string,
    private readonly folders: readonly string[],
  ) {
    this.root = mkdtempSync(join(tmpdir(), `${name}-`));
  }

  /** The text with paths of the world as they are on this machine. */
  outside(text: string): string {
    const paths = this.folders.join('|').replaceAll('.', '\\.');
    return text.replace(new RegExp(`(?<![\\w.$}])/(${paths})(?=/|\\b)`, 'g'), `${this.root}/$1`);
  }

  /** The text with paths of this machine as they are in the world. */
  inside(text: string): string {
    return text.replaceAll(this.root, '');
  }

  write(path: string, text: string | Buffer, mode = 0o644): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
    chmodSync(file, mode);
  }

  read(path: string): string | undefined {
    const file = join(this.root, path);
    return existsSync(file) ? readFileSync(file, 'utf8') : undefined;
  }

  /** Runs a script with these surroundings under the real bash, stubs before the real programs. */
  async run(
    script: string,
    { env, files = {}, programs = {}, ...manner }: Surroundings & Manner & { readonly env: Readonly<Record<string, string>> },
  ): Promise<ScriptRan> {
    this.furnish(files, programs);
    this.write('script', this.outside(script), 0o755);
    const { code, log } = await execute(this.root, env, script, manner);
    const shown = this.inside(log);
    return {
      code,
      log: shown,
      last: shown.trimEnd().split('\n').at(-1) ?? '',
      calls: this.inside(this.read('calls') ?? '')
        .trimEnd()
        .split('\n'),
      file: path => this.read(path),
    };
  }

  private furnish(files: Readonly<Record<string, string | Buffer>>, programs: Readonly<Record<string, string>>): void {
    for (const folder of ['work', 'findings', 'results', 'bin', 'home', 'etc']) mkdirSync(join(this.root, folder), { recursive: true });
    for (const [path, text] of Object.entries(files)) this.write(path, text, text.toString().startsWith('#!') ? 0o755 : 0o644);
    // Nobody waits for another try.
    for (const [name, text] of Object.entries({ sleep: '', ...programs })) {
      const stub = `#!${bash}\nset -euo pipefail\nprintf '%s\\n' "${name} $*" >>"${this.root}/calls"\n${this.outside(text)}\n`;
      this.write(join('bin', name), stub, 0o755);
    }
  }
}

/** Where SCRIPT_COVERAGE names a folder, what ran is kept there: see test/coverage. */
function execute(
  root: string,
  given: Readonly<Record<string, string>>,
  script: string,
  { endAfter, traced = false }: Manner,
): Promise<{ code: number; log: string }> {
  // A script that is traced into its log shows what it prints, and nothing else is measured of it.
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
