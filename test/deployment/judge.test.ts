import { ApiObject, App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import { Judge } from '../../src/deployment/judge';
import { rendered } from '../../src/deployment/manifest-findings';

function chart(spec: object) {
  const made = new Chart(new App(), 'builds', { namespace: 'drivers' });
  new ApiObject(made, 'Run', { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', metadata: { name: 'release' }, spec });
  return rendered(made);
}

const run = { pipelineRef: { name: 'release' } };

test('what a cluster would refuse is told with construct, object, place, reason, fix and page, all at once, and nothing is written', async () => {
  const wrong = [chart({ ...run, colour: 'green' }), chart({ ...run, timeouts: { pipeline: '1h', tasks: '2h' } })];
  await expect(new Judge().judge(wrong, '1.0.0')).rejects.toThrow(
    expect.objectContaining({
      name: 'ManifestError',
      message: `nothing is written: 2 findings

PipelineRun/drivers/release (builds/Run) spec.colour: green
  why: is not a field that Tekton 1.15.0 knows here
  fix: remove it, or write one of managedBy, params, pipelineRef, pipelineSpec, status, taskRunSpecs, taskRunTemplate, timeouts, workspaces
  see: https://tekton.dev/docs/pipelines/tasks/

PipelineRun/drivers/release (builds/Run) spec.timeouts.tasks: 2h
  why: is longer than the whole run: 1h
  fix: raise timeouts.pipeline, or lower this
  see: https://tekton.dev/docs/pipelines/pipelineruns/#configuring-a-failure-timeout`,
    }),
  );
});

test('what is newer than the oldest Tekton that is to run it is a warning', async () => {
  const newer = chart({ ...run, taskRunSpecs: [{ pipelineTaskName: 'build', timeout: '30m' }] });
  expect(await new Judge().judge([newer], '1.0.0')).toEqual([
    `PipelineRun/drivers/release (builds/Run) warning: spec.taskRunSpecs[0].timeout: 30m
  why: came with Tekton 1.4.0: 1.0.0, which this is to run on, does not know it
  fix: remove it, or run Tekton 1.4.0 or later
  see: https://tekton.dev/docs/pipelines/tasks/`,
  ]);
  expect(await new Judge().judge([newer], '1.4.0')).toEqual([]);
});
