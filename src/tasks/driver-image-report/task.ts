import type { Construct } from 'constructs';
import { Task } from '../../tekton/task';
import { failure } from '../attempt';
import type { StepImages } from '../images';
import { params } from '../params';
import { restricted } from '../profiles';
import { script } from '../script';

/**
 * Says what came of a run of the pipeline, in one sentence: the published image, or each task that failed with the last line of its step.
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
    description: 'Says in one sentence what came of a run: the published image, or which task failed and why.',
    params: { 'pipeline-run': params.pipelineRun, namespace: params.namespace },
    results: { outcome: { description: 'What came of the run, in one sentence.' }, ...failure },
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, results }) => [
      {
        name: 'report',
        image: images.oc,
        script: script('driver-image-report/report.sh'),
        env: { PIPELINE_RUN: given['pipeline-run'], NAMESPACE: given.namespace, OUTCOME_FILE: results.outcome },
        ...restricted('50m', '64Mi'),
      },
    ],
  });
}
