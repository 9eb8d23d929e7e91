import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Config } from '../config/config';
import { rhelSince } from '../driver/os-tag';
import { platforms } from '../driver/platform';
import { releaseImage } from '../driver/release';
import { isRecord } from '../source/record';
import { releasesConfigMap } from '../tasks/releases-config-map';
import { scriptFile } from '../tasks/script';
import { PlanError } from './facts';
import { type Answer, readAnswer } from './recorded-answers';

/**
 * What the watcher of the cluster that `oc` is logged in to has read of releases.
 *
 * @throws PlanError where it cannot be read
 */
export function recordFromCluster({ namespace }: Config): Answer[] {
  needs('oc');
  const { status, stdout, stderr } = spawnSync('oc', ['get', 'configmap', releasesConfigMap, '--namespace', namespace, '-o', 'json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 2 ** 20,
  });
  if (status !== 0) {
    const why = stderr.trim().split('\n').at(-1) ?? '';
    throw new PlanError(
      `ConfigMap ${releasesConfigMap} in namespace ${namespace} cannot be read: ${why}: log in to a cluster whose watcher has looked once, or name releases with --release`,
    );
  }
  const found: unknown = JSON.parse(stdout);
  const data = isRecord(found) && isRecord(found.data) ? found.data : {};
  return Object.entries(data).flatMap(([key, value]) => readAnswer(String(value), key.split('.')[1]) ?? []);
}

/**
 * What the images of releases, versions or images, hold for the architectures of the targets; asks their registry, under bash, with oc's
 * own credentials or those that REGISTRY_AUTH_FILE names.
 *
 * @throws PlanError where a program is missing; Error for a release that is neither an image nor a full version
 */
export function recordFromRegistry({ targets, sources }: Config, releases: readonly string[]): Answer[] {
  for (const program of ['oc', 'bash', 'jq', 'timeout', 'sha256sum']) needs(program);
  const questions = targets.flatMap(({ platform }) =>
    releases.map(release => `${releaseImage(release, platform, sources.releases)} ${platforms[platform].nodeArch}`),
  );
  const scratch = mkdtempSync(join(tmpdir(), 'record-'));
  try {
    const { status, stdout } = spawnSync('bash', ['-c', scriptFile('plan/record.sh')], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'inherit'],
      env: {
        ...process.env,
        QUESTIONS: [...new Set(questions)].join('\n'),
        RHEL_SINCE: rhelSince,
        AUTH_FILE: process.env.REGISTRY_AUTH_FILE ?? 'REGISTRY_AUTH_FILE',
        CA_FILE: '',
        TMPDIR: scratch,
      },
    });
    if (status !== 0) throw new PlanError('the releases cannot be read: see the words above');
    return stdout.split('\n').flatMap(line => readAnswer(line) ?? []);
  } finally {
    rmSync(scratch, { recursive: true, force: true });
  }
}

function needs(program: string): void {
  if (spawnSync(program, ['--version']).error === undefined) return;
  throw new PlanError(`--record needs ${program}, which is not on the PATH: install it, or record on a machine that has it`);
}
