import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read-config';
import { eventLimits } from '../../src/deployment/build-event';
import { render } from '../../src/deployment/synth';
import { type CronJob, config, cronJob, find } from '../support/deployed';

const watcher = cronJob('nvidia-driver-watcher');
const pod = watcher?.jobTemplate.spec.template.spec;
const containers = [...(pod?.initContainers ?? []), ...(pod?.containers ?? [])];
const settings: unknown = JSON.parse(find('ConfigMap', 'nvidia-driver-watcher')?.data?.['settings.json'] ?? '{}');

describe('the watcher', () => {
  test('runs every five minutes, one at a time, for ten minutes at most, and never twice', () => {
    expect(watcher).toMatchObject({
      schedule: '*/5 * * * *',
      suspend: false,
      concurrencyPolicy: 'Forbid',
      successfulJobsHistoryLimit: 1,
      failedJobsHistoryLimit: 3,
      jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 600 } },
    });
  });

  test('is applied, and suspended, where it is not to watch; runs when the configuration says', () => {
    const text = `
image: registry.example.com/gpu/driver
drivers: [{ version: 580.105.08, runfile: { sha256: { x86_64: ${'a'.repeat(64)} } } }]
platforms: [x86_64]
upgrade: { watch: false, schedule: '*/20 * * * *' }
`;
    const objects = render(parseConfig('nvidia-drivers.yaml', text)).applied.flatMap(chart => chart.objects);
    const cronJobs = objects.filter(object => 'kind' in object && object.kind === 'CronJob') as { readonly spec: CronJob }[];
    // Coverage has nothing to say then.
    expect(cronJobs.map(({ spec }) => [spec.schedule, spec.suspend])).toEqual([
      ['*/20 * * * *', true],
      ['*/15 * * * *', true],
    ]);
  });

  test('sets no user id, asks for little, and gives its token to nobody who does not mount it', () => {
    expect(pod).toMatchObject({
      serviceAccountName: 'nvidia-driver-watcher',
      automountServiceAccountToken: false,
      restartPolicy: 'Never',
      imagePullSecrets: [{ name: 'mirror' }],
    });
    expect(pod).not.toHaveProperty('securityContext');
    for (const { securityContext, resources } of containers) {
      expect(securityContext).toEqual({ runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } });
      expect(resources).toEqual({ requests: { cpu: '50m', memory: expect.any(String) }, limits: { memory: expect.any(String) } });
    }
  });

  test('reads releases, then the registry, then decides; each sees what it needs and no more', () => {
    expect(pod?.initContainers?.map(({ name }) => name)).toEqual(['releases', 'registry']);
    expect(pod?.containers.map(({ name }) => name)).toEqual(['decide']);
    expect(containers.map(({ command }) => command.join(' '))).toEqual([
      'bash /scripts/releases.sh',
      'bash /scripts/registry.sh',
      'bash /scripts/decide.sh',
    ]);
    const { images } = config;
    expect(containers.map(({ image }) => image)).toEqual([images.oc, images.buildah, images.oc]);
    const mounts = containers.map(({ volumeMounts }) => volumeMounts.map(({ name, readOnly }) => (readOnly ? name : `${name}, writable`)));
    expect(mounts).toEqual([
      ['scripts', 'work, writable', 'pull', 'ca', 'api'],
      ['scripts', 'work, writable', 'push', 'ca'],
      ['scripts', 'work, writable', 'api'],
    ]);
    const settings = ['NAMESPACE', 'SETTINGS', 'PROGRAMS', 'WORK'];
    expect(containers.map(({ env }) => env.map(({ name }) => name))).toEqual([
      [...settings, 'AUTH_FILE', 'CA_FILE', 'RHEL_SINCE'],
      [...settings, 'AUTH_FILE', 'CA_FILE'],
      [...settings, 'LISTENER'],
    ]);
    expect(containers[2]?.env.at(-1)?.value).toBe('http://el-nvidia-driver-builds.nvidia-driver-pipelines.svc.cluster.local:8080');
  });

  test('runs without the Secrets, for registries that are open', () => {
    expect(pod?.volumes).toEqual([
      { name: 'scripts', configMap: { name: 'nvidia-driver-watcher' } },
      { name: 'api', projected: expect.anything() },
      { name: 'work', emptyDir: { sizeLimit: '64Mi' } },
      { name: 'pull', secret: expect.objectContaining({ secretName: 'nvidia-driver-pull', optional: true }) },
      { name: 'push', secret: expect.objectContaining({ secretName: 'nvidia-driver-push', optional: true }) },
      { name: 'ca', configMap: expect.objectContaining({ name: 'authority', optional: true }) },
    ]);
  });

  test('has every program of its folder, and those of jq that the tasks have too', () => {
    const data = find('ConfigMap', 'nvidia-driver-watcher')?.data ?? {};
    const own = readdirSync('src/deployment/watcher').filter(
      name => name.endsWith('.jq') || readFileSync(`src/deployment/watcher/${name}`, 'utf8').startsWith('#!'),
    );
    const shared = readdirSync('src/tasks').filter(name => name.endsWith('.jq'));
    expect(Object.keys(data).sort()).toEqual([...own, ...shared, 'settings.json'].sort());
    for (const [name, text] of Object.entries(data)) if (name.endsWith('.sh')) expect(text).not.toContain('# shellcheck source=');
  });

  test('is told the targets, and what of a configuration it has to know', () => {
    const hash = expect.stringMatching(/^[0-9a-f]{12}$/);
    const target = { image: 'registry.example.com:5000/gpu/driver', driverVersion: '580.105.08', pages: '' };
    expect(settings).toEqual({
      targets: [
        {
          ...target,
          name: 'r580-x86-64',
          platform: 'x86_64',
          arch: 'x86_64',
          nodeArch: 'amd64',
          nodeSelector: { 'kubernetes.io/arch': 'amd64' },
          recipe: hash,
          configuration: hash,
        },
        {
          ...target,
          name: 'r580-aarch64',
          platform: 'aarch64',
          arch: 'aarch64',
          nodeArch: 'arm64',
          nodeSelector: { 'kubernetes.io/arch': 'arm64' },
          recipe: hash,
          configuration: hash,
        },
      ],
      releases: ['4.20.3'],
      releaseRepository: 'quay.io/openshift-release-dev/ocp-release',
      updateService: 'https://api.openshift.com/api/upgrades_info/v1/graph',
      upgrade: { maxConcurrent: 2, desired: true, running: true, offered: { perMinor: 2, conditional: true }, channels: [], attempts: 6 },
      event: eventLimits,
      osTags: [
        ['rhcos', 'rhcos{version}'],
        ['scos', 'scos{version}'],
        ['centos', 'centos{version}'],
        ['rhel', 'rhel{version}', 'rhel{major}'],
      ],
      rhelSince: '4.19',
    });
  });
});
