import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { scriptFile } from '../../src/tasks/script';
import { authorities, type ScriptRan, type Surroundings, World } from './run-script';

const scripts = 'src/deployment/watcher';

/** The jq programs of the watcher, and what it shares with tasks: the files that its ConfigMap holds. */
const jqPrograms = [...readdirSync(scripts).map(name => join(scripts, name)), 'src/tasks/ledger.jq'].filter(
  file => file.endsWith('.jq') && existsSync(file),
);

/** What every container of the watcher is given. */
const environment = {
  SETTINGS: '/scripts/settings.json',
  PROGRAMS: '/scripts',
  WORK: '/work',
  NAMESPACE: 'gpu',
  AUTH_FILE: '/secrets/config.json',
  CA_FILE: '/ca/ca-bundle.crt',
};

/**
 * Runs a script of the watcher, such as `releases.sh`, under the real bash: /work, /scripts, /secrets and /ca are in a folder of its
 * own, its jq programs in /scripts, and stubs before the real programs. The test gives /scripts/settings.json and what earlier containers
 * left in /work as `files`; `env` adds to what every container is given.
 */
export async function runWatcher(
  name: string,
  { env = {}, files = {}, programs = {} }: Surroundings & { readonly env?: Readonly<Record<string, string>> },
): Promise<ScriptRan> {
  const world = new World('watcher', ['work', 'scripts', 'secrets', 'ca', 'etc/pki', 'etc/ssl']);
  const mounted = Object.fromEntries(jqPrograms.map(file => [join('/scripts', basename(file)), readFileSync(file)]));
  const ran = await world.run(scriptFile(`deployment/watcher/${name}`), {
    env: Object.fromEntries(Object.entries({ ...environment, ...env }).map(([key, value]) => [key, world.outside(value)])),
    files: { ...authorities, ...mounted, ...files },
    programs,
  });
  return {
    ...ran,
    file: path => {
      const text = ran.file(path);
      return text === undefined ? undefined : world.inside(text);
    },
  };
}
