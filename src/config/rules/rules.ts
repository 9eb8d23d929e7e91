import { impossibleCombinations } from './combinations';
import { driverToolkits } from './driver-toolkit';
import { images } from './image';
import { internalRegistrySecrets } from './internal-registry';
import { driverNames, platformNames, targetNames } from './names';
import { nodesOfTheirOwn, reservedLabels } from './node-selector';
import { repositoriesOrSubscription, repositoryIds } from './rhel-repositories';
import type { Rule } from './rule';
import { runfileChecksums } from './runfile-checksum';
import { externalKeys, subjects } from './signing';
import { tagsOfTheirOwn } from './tag';
import { watchedAlerts, watcherSchedule } from './upgrade';
import { guestDrivers, onlyForGuests, runfileLogins } from './vgpu';

/** All of them. */
export const rules: readonly Rule[] = [
  images,
  internalRegistrySecrets,
  impossibleCombinations,
  guestDrivers,
  onlyForGuests,
  runfileLogins,
  runfileChecksums,
  driverToolkits,
  driverNames,
  platformNames,
  targetNames,
  tagsOfTheirOwn,
  reservedLabels,
  nodesOfTheirOwn,
  repositoriesOrSubscription,
  repositoryIds,
  externalKeys,
  subjects,
  watcherSchedule,
  watchedAlerts,
];
