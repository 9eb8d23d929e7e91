import { expect, test } from 'vitest';
import { nvidiaDriver } from '../../src/deployment/nvidia-driver';
import { config } from '../support/deployed';

const resources = (changes: object) => config.targets.map(target => nvidiaDriver({ ...target, ...changes }, config));

test('a driver for whole GPUs needs no licence', () => {
  for (const resource of resources({})) {
    expect(resource).toMatchObject({ spec: { driverType: 'gpu', usePrecompiled: true } });
    expect(resource).not.toHaveProperty('spec.licensingConfig');
  }
});

test('a vGPU guest driver has its licence from the Secret, of the NVIDIA License System', () => {
  for (const resource of resources({ type: 'vgpu', licensingSecret: 'vgpu-licence' })) {
    expect(resource).toMatchObject({
      spec: { driverType: 'vgpu', usePrecompiled: true, licensingConfig: { secretName: 'vgpu-licence', nlsEnabled: true } },
    });
  }
});
