import { expect, test } from 'vitest';
import { compiles, kernelA, published, tiny } from '../../harness/driver-image';
import { faultRows, repositoryOf } from '../../harness/fault-row';
import { create, ended, log } from '../../harness/pipeline-run';
import { configuration, namespace, synth } from '../../harness/project';

faultRows();

test('two identical runs started together: one compile, both succeed, one digest', async () => {
  const image = repositoryOf('two runs together');
  const project = synth('faults/two-runs-together', configuration(tiny, { image }));
  const names = [1, 2].map(() => create(project.run('4.20.3'), namespace));
  const [first, second] = await Promise.all(names.map(name => ended(name, namespace)));
  if (!first || !second) throw new Error('two runs were started');
  expect([first.succeeded, second.succeeded]).toEqual([true, true]);
  expect([...compiles(first), ...compiles(second)]).toHaveLength(1);
  expect(new Set([first.results.IMAGE_DIGEST, second.results.IMAGE_DIGEST, ...published(tiny, kernelA, image)]).size).toBe(1);
  expect([first, second].map(({ name }) => log(name, 'lookup', namespace)).join()).toMatch(
    /PipelineRun\/\S+ is making the same image: waiting/,
  );
});
