import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kubectl } from './command';
import { env } from './environment';
import { namespace, worldFolder } from './project';
import { portal } from './protected';

/** What no log, object or image may hold: passwords as they are and as Docker configs encode them, keys. By what it is. */
export function secrets(): ReadonlyMap<string, string> {
  const password = env('E2E_REGISTRY_PASSWORD');
  // A line of its end: what a key begins with is also in its certificate.
  const key = (file: string) => readFileSync(join(worldFolder, file), 'utf8').trim().split('\n').at(-3) ?? '';
  return new Map([
    ...driverSecrets(key),
    ['password of the registry', password],
    ['credentials of the registry', Buffer.from(`${env('E2E_REGISTRY_USER')}:${password}`).toString('base64')],
    ['activation key', 'e2e-activation-key'],
    ['wrong activation key', 'not-the-key'],
    ["offline token of Red Hat's API", 'e2e-offline-token'],
    ["access token of Red Hat's API", 'e2e-access-token'],
    ['first signing key', key('keys/first/private_key.priv')],
    ['expired signing key', key('keys/expired/private_key.priv')],
  ]);
}

/** Those of the suite `drivers`, where its world was made. */
function driverSecrets(key: (file: string) => string): [name: string, secret: string][] {
  const pin = join(worldFolder, 'keys/module/pin');
  if (!existsSync(pin)) return [];
  const { password, token, wrong } = portal;
  return [
    ["password of the runfile's server", password.password],
    ["credentials of the runfile's server", Buffer.from(`${password.username}:${password.password}`).toString('base64')],
    ["token of the runfile's server", token.token],
    ["wrong password of the runfile's server", wrong.password],
    ['PIN of the security module', readFileSync(pin, 'utf8')],
    ['wrong PIN', readFileSync(join(worldFolder, 'keys/module/wrong-pin'), 'utf8')],
    ['key of the entitlement', key('entitlement/x86_64/entitlement-key.pem')],
  ];
}

/** Where a secret was found: `place: what it is`. */
function found(place: string, text: string): string[] {
  return [...secrets()].filter(([, secret]) => text.includes(secret)).map(([name]) => `${place}: ${name}`);
}

function lines(command: string): string[] {
  const { status, stdout, stderr } = spawnSync('bash', ['-euo', 'pipefail', '-c', command], { encoding: 'utf8', maxBuffer: 1 << 28 });
  if (status !== 0) throw new Error(stderr);
  return stdout.split('\n').filter(line => line !== '');
}

/** Objects of the cluster: pods, runs, events and all else that steps may write. */
function inObjects(): string[] {
  const kinds = ['pods', 'events', 'taskruns', 'pipelineruns', 'leases', 'configmaps'];
  return kinds.flatMap(kind =>
    (JSON.parse(kubectl('-n', namespace, 'get', kind, '-o', 'json')) as { items: { metadata: { name: string } }[] }).items.flatMap(object =>
      found(`${kind}/${object.metadata.name}`, JSON.stringify(object)),
    ),
  );
}

/** Logs of every container that the namespace still has. */
function inLogs(): { readonly places: string[]; readonly searched: number } {
  const pods = lines(`kubectl -n ${namespace} get pods -o name`);
  const places = pods.flatMap(pod => {
    const { stdout } = spawnSync('kubectl', ['-n', namespace, 'logs', pod, '--all-containers'], { encoding: 'utf8', maxBuffer: 1 << 28 });
    return found(`log of ${pod}`, stdout);
  });
  return { places, searched: pods.length };
}

/** Manifests, configurations with their history, and every layer, of all images that builds have pushed. */
function inImages(): { readonly places: string[]; readonly searched: number } {
  const registry = `http://${env('E2E_REGISTRY_ADDRESS')}/v2`;
  const get = (path: string) => lines(`curl -fsS -H 'Accept: application/vnd.oci.image.manifest.v1+json' '${registry}/${path}'`).join('\n');
  const all = (JSON.parse(get('_catalog?n=1000')) as { repositories: string[] }).repositories;
  const places = new Set<string>();
  const seen = new Set<string>();
  for (const repository of all.filter(name => /^(acme|faults|drivers)\//.test(name))) {
    const { tags } = JSON.parse(get(`${repository}/tags/list`)) as { tags: string[] | null };
    for (const tag of tags ?? []) {
      const text = get(`${repository}/manifests/${tag}`);
      const { config, layers } = JSON.parse(text) as { config: { digest: string }; layers: { digest: string }[] };
      for (const place of found(`manifest of ${repository}:${tag}`, text)) places.add(place);
      for (const { digest } of [config, ...layers]) {
        if (seen.has(digest)) continue;
        seen.add(digest);
        const patterns = [...secrets()].map(([name, secret]) => `${name}\t${secret}`).join('\n');
        const matches = spawnSync(
          'bash',
          [
            '-c',
            `curl -fsS '${registry}/${repository}/blobs/${digest}' | { gzip -dcf || true; } | grep -aoFf <(cut -f 2 <<<"$PATTERNS") | sort -u`,
          ],
          { encoding: 'utf8', maxBuffer: 1 << 28, env: { ...process.env, PATTERNS: patterns } },
        );
        for (const place of found(`${digest.slice(0, 19)} of ${repository}:${tag}`, matches.stdout)) places.add(place);
      }
    }
  }
  return { places: [...places], searched: seen.size };
}

/** Every place where a secret is to be read, and how much was searched. */
export function leaks(): { readonly places: readonly string[]; readonly logs: number; readonly blobs: number } {
  const [logs, images] = [inLogs(), inImages()];
  return { places: [...inObjects(), ...logs.places, ...images.places], logs: logs.searched, blobs: images.searched };
}
