/** ConfigMap in which the watcher keeps what it read of releases; a version that only a channel names is found there. */
export const releasesConfigMap = 'nvidia-driver-releases';
