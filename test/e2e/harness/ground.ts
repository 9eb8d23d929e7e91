import { join } from 'node:path';
import { removeNodes, userSecrets } from './cluster';
import { kubectl } from './command';
import { tinyProject } from './driver-image';
import { openFaulty } from './faulty';

/**
 * What builds into repositories of their own run on: applies what synth writes, makes the users' Secrets, starts the registry with faults,
 * which lets everybody in. Gives what ends it.
 */
export function prepare(): Promise<() => void> {
  const { manifests } = tinyProject();
  kubectl('apply', '--server-side', '--force-conflicts', '-f', join(manifests, '0000-cluster.k8s.yaml'));
  userSecrets();
  kubectl('apply', '--server-side', '--force-conflicts', '-f', manifests);
  removeNodes('gpu-a', 'gpu-b', 'gpu-arm');
  return openFaulty();
}
