import type { Config, Target } from '../config/config';
import { osTagRules, rhelSince } from '../driver/os-tag';
import { platforms } from '../driver/platform';
import { eventLimits } from './build-event';
import { configurationOf } from './driver-image-run';

/** What the watcher's programs are told of a configuration: a JSON text. */
export function watcherSettings(config: Config): string {
  const { targets, releases, sources, upgrade } = config;
  const { maxConcurrent, desired, running, offered, channels, attempts } = upgrade;
  const settings = {
    targets: targets.map(target => targetSettings(config, target)),
    releases,
    releaseRepository: sources.releases,
    updateService: sources.updateService,
    upgrade: { maxConcurrent, desired, running, offered, channels, attempts },
    event: eventLimits,
    osTags: osTagRules.map(({ id, tags }) => [id, ...tags]),
    rhelSince,
  };
  return `${JSON.stringify(settings)}\n`;
}

function targetSettings(config: Config, target: Target): object {
  const { name, platform, image, driverVersion, driverToolkit, nodeSelector } = target;
  const { arch, nodeArch, kernelSuffix } = platforms[platform];
  const own = driverToolkit === undefined ? {} : { kernel: driverToolkit.kernel };
  return {
    name,
    platform,
    arch,
    nodeArch,
    pages: kernelSuffix,
    ...own,
    image,
    driverVersion,
    nodeSelector,
    ...configurationOf(config, target),
  };
}
