import { pageSizeLabel, platforms } from '../../driver/platform';
import type { Path } from '../../source/path';
import type { LocatedTarget } from '../targets';
import { overlaps } from './overlap';
import type { Rule } from './rule';

/** Labels that are set for the user, or by the operator. Source: NVIDIA/gpu-operator v26.7.0, controllers/nvidiadriver_controller.go. */
const reserved: Readonly<Record<string, string>> = {
  'kubernetes.io/arch': 'follows from the platform',
  'nvidia.com/gpu-operator.driver.owner': 'is reserved by the GPU operator',
};

const ofRule: Readonly<Record<string, string>> = { [pageSizeLabel]: 'is set by nodeFeatureRule, and follows from the platform' };

/** Node selectors leave alone what is not theirs to set. */
export const reservedLabels: Rule = ({ file: { drivers = [], platforms: entries = [], nodeFeatureRule }, source }) => {
  const selectors: Path[] = [
    ...drivers.map((_, index) => ['drivers', index, 'nodeSelector']),
    ...entries.map((_, index) => ['platforms', index, 'nodeSelector']),
  ];
  return selectors
    .flatMap(path =>
      Object.entries({ ...reserved, ...(nodeFeatureRule === true && ofRule) }).map(([label, reason]) => ({
        path: [...path, label],
        reason,
      })),
    )
    .filter(({ path }) => source.has(path))
    .map(({ path, reason }) => source.keyFinding(path, { reason, fix: 'remove it' }));
};

/**
 * No node is selected by two targets: the operator refuses both resources (ConflictingNodeSelector).
 *
 * Source: NVIDIA/gpu-operator, controllers/nvidiadriver_controller.go (condition ConflictingNodeSelector).
 */
export const nodesOfTheirOwn: Rule = ({ targets, source }) => {
  const told = new Set<string>();
  return overlaps(withoutRepeats(targets)).flatMap(([first, second]) => {
    // Said once for two drivers, or two platforms, whatever the number of their targets.
    const path = first.driver === second.driver ? ['platforms', second.platform] : ['drivers', second.driver];
    if (told.has(path.join())) return [];
    told.add(path.join());
    const reason =
      `selects nodes that ${first.target.name} selects, too: no label has different values in the node selectors of` +
      ` ${first.target.name} and ${second.target.name}, and the GPU operator refuses both (ConflictingNodeSelector)`;
    return [source.finding(path, { reason, fix: first.driver === second.driver ? pageSizeFix(first, second) : driverFix(first, second) })];
  });
};

/** A platform that is in the list twice is a finding already. */
function withoutRepeats(targets: readonly LocatedTarget[]): LocatedTarget[] {
  const first = new Map<string, number>();
  for (const { target, platform } of targets) if (!first.has(target.platform)) first.set(target.platform, platform);
  return targets.filter(({ target, platform }) => first.get(target.platform) === platform);
}

function pageSizeFix(first: LocatedTarget, second: LocatedTarget): string {
  const pair = [first, second].sort((a, b) => a.platform - b.platform).map(({ target }) => platforms[target.platform]);
  return [
    'write nodeFeatureRule: true, and Node Feature Discovery labels the nodes by page size; or do it yourself, and select them by that label:',
    ...pair.map(({ pageSize }) => `oc label node <node> ${pageSizeLabel}=${pageSize}`),
    'platforms:',
    ...pair.flatMap(({ name, pageSize }) => [`  - name: ${name}`, `    nodeSelector: { ${pageSizeLabel}: ${pageSize} }`]),
  ].join('\n');
}

function driverFix(first: LocatedTarget, second: LocatedTarget): string {
  const pair = [first, second].map(({ driver, target }) => ({
    driver,
    value: target.name.replace(`-${platforms[target.platform].id}`, ''),
  }));
  return [
    'label the nodes of each driver, and select them by that label:',
    ...pair.map(({ value }) => `oc label node <node> nvidia-driver-pipelines/driver=${value}`),
    ...pair.map(({ driver, value }) => `drivers[${driver}]: nodeSelector: { nvidia-driver-pipelines/driver: ${value} }`),
  ].join('\n');
}
