import type { Construct } from 'constructs';
import { driverImageBuild } from '../../tasks/driver-image-build/task';
import { driverImageCleanup } from '../../tasks/driver-image-cleanup/task';
import { driverImagePreflight } from '../../tasks/driver-image-preflight/task';
import { driverImagePush } from '../../tasks/driver-image-push/task';
import { driverImageReport } from '../../tasks/driver-image-report/task';
import { driverToolkitLookup } from '../../tasks/driver-toolkit-lookup/task';
import type { StepImages } from '../../tasks/images';
import { kmodBuild } from '../../tasks/kmod-build/task';
import { nvidiaDriverApply } from '../../tasks/nvidia-driver-apply/task';

/**
 * The tasks of the pipeline, as constructs of the same scope.
 *
 * @see {@link nvidiaDriverImage}
 * @example
 * const { lookup, kmodBuild } = driverImageTasks(chart, stepImages);
 */
export function driverImageTasks(scope: Construct, images: StepImages) {
  return {
    lookup: driverToolkitLookup(scope, images),
    preflight: driverImagePreflight(scope, images),
    kmodBuild: kmodBuild(scope, images),
    imageBuild: driverImageBuild(scope, images),
    imagePush: driverImagePush(scope, images),
    apply: nvidiaDriverApply(scope, images),
    cleanup: driverImageCleanup(scope, images),
    report: driverImageReport(scope, images),
  };
}
