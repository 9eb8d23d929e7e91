import { expect, test } from 'vitest';
import { kernelA, tagsOf, tiny } from '../../harness/driver-image';
import { build, faultRows, repositoryOf } from '../../harness/fault-row';
import { goAway, rules } from '../../harness/faulty';
import { log } from '../../harness/pipeline-run';
import { deletePod, inStep } from '../../harness/pods';
import { namespace } from '../../harness/project';
import { tags } from '../../harness/registry';

faultRows();

const pathOf = (fault: string) => `/v2${new URL(`https://${repositoryOf(fault)}`).pathname}`;

test('push fails three times with 500: it is tried again', async () => {
  const fault = 'push failing with 500 three times';
  await rules({ method: 'PUT', path: `${pathOf(fault)}-kmod/manifests/`, status: 500, times: 3 });
  const outcome = await build({ fault });
  expect(outcome.succeeded).toBe(true);
  expect(log(outcome.name, 'kmod-build', namespace)).toContain('failed, the next in');
});

test('registry gone for a minute: the push waits for it', async () => {
  const fault = 'registry gone for a minute';
  const outcome = await build({ fault, during: run => inStep(run, 'kmod-build', 'sign', () => goAway(60)) });
  expect(outcome.succeeded).toBe(true);
  expect(outcome.seconds).toBeGreaterThan(60);
});

test('pod deleted between two tags: the next attempt sets the missing one', async () => {
  const fault = 'pod deleted between two tags';
  const [, second] = tagsOf(tiny, kernelA);
  await rules({ method: 'PUT', path: `${pathOf(fault)}/manifests/${second}`, wait: 20, times: 1 });
  let between: string[] = [];
  const outcome = await build({
    fault,
    during: run =>
      inStep(run, 'driver-image-push', 'publish', async pod => {
        while (between.length === 0) between = tags(repositoryOf(fault));
        deletePod(pod);
      }),
  });
  expect(between).toEqual([tagsOf(tiny, kernelA)[0]]);
  expect(outcome.succeeded).toBe(true);
});
