import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { removeNodes, userSecrets } from '../../harness/cluster';
import { kubectl, sleep } from '../../harness/command';
import { tinyProject } from '../../harness/driver-image';
import { namespace } from '../../harness/project';

const project = tinyProject();

beforeAll(() => {
  kubectl('apply', '--server-side', '-f', join(project.manifests, '0000-cluster.k8s.yaml'));
  userSecrets();
  removeNodes('gpu-a', 'gpu-b');
});

/** Manifests of the catalog: `<kind>/<name>/<version>/<name>.yaml`. */
function catalog(kind: 'tasks' | 'pipelines'): string[] {
  return readdirSync(kind, { withFileTypes: true })
    .filter(entry => entry.isDirectory())
    .flatMap(({ name }) => readdirSync(join(kind, name)).map(version => join(kind, name, version, `${name}.yaml`)));
}

test('everything that synth wrote is accepted by the API server', () => {
  const answer = kubectl('apply', '--server-side', '--dry-run=server', '-f', project.manifests);
  console.log(answer.trim());
  console.log(kubectl('create', '--dry-run=server', '-f', project.runs).trim());
});

test('everything in the catalog is accepted by the API server, one entry at a time, and so are the samples', () => {
  const files = [...catalog('tasks'), ...catalog('pipelines')];
  expect(files).toHaveLength(9);
  for (const file of files) {
    console.log(kubectl('apply', '--server-side', '--dry-run=server', '-n', namespace, '-f', file).trim());
    const sample = join(file, '../samples/run.yaml');
    console.log(kubectl('create', '--dry-run=server', '-n', namespace, '-f', sample).trim());
  }
});

test('no run starts when the manifests are applied twice, nor when they are applied after runs were deleted', async () => {
  kubectl('delete', 'pipelineruns', '--all', '-n', namespace);
  for (let time = 0; time < 2; time++) {
    kubectl('apply', '--server-side', '-f', project.manifests);
    await sleep(2000);
    expect(kubectl('get', 'pipelineruns', '-n', namespace, '-o', 'name')).toBe('');
  }
});
