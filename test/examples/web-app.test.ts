import { App } from 'cdk8s';
import { expect, test } from 'vitest';
import { webApp } from '../../examples/web-app/web-app';
import { findings } from '../../src/tekton/findings/findings';

interface KubernetesObject {
  readonly kind: string;
  readonly spec: { readonly resourcetemplates?: readonly unknown[] };
}

const settings = { git: 'git', buildah: 'buildah', curl: 'curl', image: 'quay.io/acme/web-app', chat: 'https://chat.example.com' };

test('the example is what a cluster accepts, and what runs well', () => {
  const objects: KubernetesObject[] = webApp(new App(), settings).toJson();
  const created = objects.flatMap(({ spec }) => spec.resourcetemplates ?? []);
  expect(findings([...objects, ...created])).toEqual([]);
  expect([...objects, ...created]).toHaveLength(9);
  expect(objects.map(({ kind }) => kind)).toEqual([
    'StepAction',
    'Task',
    'Task',
    'Task',
    'Pipeline',
    'TriggerTemplate',
    'Trigger',
    'EventListener',
  ]);
});
