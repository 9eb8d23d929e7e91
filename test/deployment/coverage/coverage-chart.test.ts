import { expect, test } from 'vitest';
import { scriptFile } from '../../../src/tasks/script';
import { config, cronJob, find } from '../../support/deployed';

const coverage = cronJob('nvidia-driver-coverage');

test('coverage is judged every quarter of an hour, and a judgement is not repeated', () => {
  expect(coverage).toMatchObject({
    schedule: '*/15 * * * *',
    suspend: false,
    concurrencyPolicy: 'Forbid',
    jobTemplate: { spec: { backoffLimit: 0, activeDeadlineSeconds: 600 } },
  });
});

test('it is one container under restricted-v2, with a token of its account and no Secret', () => {
  const { initContainers, containers, volumes } = coverage?.jobTemplate.spec.template.spec ?? { containers: [], volumes: [] };
  expect(initContainers).toBeUndefined();
  expect(containers).toEqual([
    {
      name: 'coverage',
      image: config.images.oc,
      command: ['bash', '/scripts/coverage.sh'],
      env: [
        { name: 'NAMESPACE', value: 'nvidia-driver-pipelines' },
        { name: 'PROGRAMS', value: '/scripts' },
        { name: 'LEDGERS', value: 'nvidia-driver-ledger-r580-x86-64 nvidia-driver-ledger-r580-aarch64' },
        { name: 'DEADLINE_SECONDS', value: '21600' },
      ],
      resources: { requests: { cpu: '20m', memory: '64Mi' }, limits: { memory: '64Mi' } },
      securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
      volumeMounts: [
        { name: 'scripts', mountPath: '/scripts', readOnly: true },
        { name: 'api', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true },
      ],
    },
  ]);
  expect(volumes.map(({ name }) => name)).toEqual(['scripts', 'api']);
});

test('its script and program come with it', () => {
  expect(find('ConfigMap', 'nvidia-driver-coverage')?.data).toEqual({
    'coverage.sh': scriptFile('deployment/coverage/coverage.sh'),
    'coverage.jq': scriptFile('deployment/coverage/coverage.jq'),
  });
});
