import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { apply } from '../../harness/cluster';
import { attempt, found, kubectl, run } from '../../harness/command';
import { env } from '../../harness/environment';
import { leaks } from '../../harness/leaks';
import { namespace } from '../../harness/project';
import { remove } from '../../harness/registry';

const pod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'planted', namespace },
  spec: {
    restartPolicy: 'Never',
    containers: [{ name: 'leak', image: `${env('E2E_REGISTRY')}/busybox:1`, command: ['/bin/busybox', 'echo', 'e2e-activation-key'] }],
  },
};

test('no secret is to be read in any log, object or image of the runs above', () => {
  const { places, logs, blobs } = leaks();
  console.log(`searched: logs of ${logs} pods, ${blobs} layers and configurations, all pods, events, runs, leases and ConfigMaps`);
  expect(places).toEqual([]);
  expect(logs).toBeGreaterThan(10);
  expect(blobs).toBeGreaterThan(10);
});

test('a planted one is found: in a pod and its log, in a layer, in the history of an image', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'planted-'));
  writeFileSync(join(folder, 'key'), 'not-the-key');
  const image = `${env('E2E_REGISTRY_ADDRESS')}/acme/planted:1`;
  run('bash', [
    '-euc',
    `container=$(buildah from scratch)
    buildah copy --quiet "$container" ${folder} /
    buildah config --history-comment ${env('E2E_REGISTRY_PASSWORD')} "$container"
    buildah commit --quiet --tls-verify=false --rm "$container" docker://${image}`,
  ]);
  apply(pod);
  try {
    await found('the log of the planted pod', () =>
      attempt('kubectl', ['-n', namespace, 'logs', 'planted']).stdout.includes('key') ? true : undefined,
    );
    const { places } = leaks();
    expect(places).toEqual(
      expect.arrayContaining([
        'pods/planted: activation key',
        'log of pod/planted: activation key',
        expect.stringMatching(/^sha256:\w+ of acme\/planted:1: wrong activation key$/),
        expect.stringMatching(/^sha256:\w+ of acme\/planted:1: password of the registry$/),
      ]),
    );
  } finally {
    kubectl('-n', namespace, 'delete', 'pod', 'planted', '--wait=false');
    remove(image);
  }
});
