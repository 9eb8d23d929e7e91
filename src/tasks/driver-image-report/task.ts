import type { Construct } from 'constructs';
import { Task } from '../../tekton/task';
import { apiAccess, apiMount, failure } from '../attempt';
import type { StepImages } from '../images';
import { params } from '../params';
import { restricted } from '../profiles';
import { script } from '../script';

/**
 * Says what came of a run of the pipeline, in one sentence: the published image, or each task that failed with the last line of its step.
 * Keeps it in the ledger of the run's target, which outlives the run.
 *
 * Source: tektoncd/pipeline, pkg/pod/status.go: results that a failed step has written are in the status of its TaskRun.
 *
 * @example
 * const report = driverImageReport(chart, stepImages);
 * report.name; // 'driver-image-report'
 */
export function driverImageReport(scope: Construct, images: StepImages) {
  return new Task(scope, 'driver-image-report', {
    version: '0.1.0',
    description: `Says in one sentence what came of a run: the published image, or which task failed and why.
Keeps it in the ledger of the target, and as an event of it.`,
    params: {
      'pipeline-run': params.pipelineRun,
      namespace: params.namespace,
      ledger: params.ledger,
      recipe: { description: 'Hash of what the configuration says of the image, for its entry.', default: '' },
      'push-status': { description: 'How the task that publishes the image ended: Succeeded, Failed or None.', default: 'None' },
    },
    results: { outcome: { description: 'What came of the run, in one sentence.' }, ...failure },
    volumes: () => ({ api: apiAccess }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, results, volumes }) => {
      const run = { PIPELINE_RUN: given['pipeline-run'], NAMESPACE: given.namespace, OUTCOME_FILE: results.outcome };
      const mounts = [apiMount(volumes.api)];
      return [
        {
          name: 'report',
          image: images.oc,
          script: script('driver-image-report/report.sh'),
          env: run,
          mounts,
          ...restricted('50m', '64Mi'),
        },
        {
          name: 'ledger',
          image: images.oc,
          // A run that has published is not failed by what it is written down in.
          onError: 'continue',
          script: script('driver-image-report/ledger.sh'),
          env: { ...run, LEDGER: given.ledger, RECIPE: given.recipe, PUSH_STATUS: given['push-status'] },
          mounts,
          ...restricted('50m', '128Mi'),
        },
      ];
    },
  });
}
