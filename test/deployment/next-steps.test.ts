import { expect, test } from 'vitest';
import { parseConfig } from '../../src/config/read-config';
import { nextSteps } from '../../src/deployment/next-steps';

const text = `
image: quay.io/acme/driver
drivers: [{ version: 580.105.08, runfile: { sha256: { x86_64: ${'a'.repeat(64)} } } }]
platforms: [x86_64]
secrets: { signingKey: signing, rhsmApiToken: rhsm-api, stepImages: [mirror], driverImage: [driver-pull] }
caConfigMap: authority
images: { oc: 'quay.io/acme/tools:1' }
`;

const config = parseConfig('nvidia-drivers.yaml', text);

test('the next steps are those of this configuration', () => {
  const steps = nextSteps(config, {
    manifests: 'dist/manifests',
    runs: ['dist/runs/a.yaml', 'dist/runs/b.yaml'],
    patches: ['dist/patches/c.yaml'],
    warnings: [],
  });
  const create = 'oc -n nvidia-driver-pipelines create secret generic';
  const docker = '--type=kubernetes.io/dockerconfigjson --from-file=.dockerconfigjson';
  expect(steps.split('\n')).toEqual([
    'Next:',
    '  1. the namespace, then what it needs',
    '       oc apply -f dist/manifests/0000-cluster.k8s.yaml',
    `       ${create} nvidia-driver-pull ${docker}=pull-secret.json`,
    `       ${create} nvidia-driver-push ${docker}=push-secret.json`,
    `       ${create} mirror ${docker}=pull-secret.json`,
    `       ${create} activation-key --from-file=org=rhsm_org --from-file=activationkey=rhsm_activationkey`,
    `       ${create} rhsm-api --from-file=offline-token`,
    `       ${create} signing --from-file=private_key.priv --from-file=public_key.der`,
    '       oc -n nvidia-driver-pipelines create configmap authority --from-file=ca-bundle.crt',
    `       oc -n nvidia-gpu-operator create secret generic driver-pull ${docker}=pull-secret.json`,
    '  2. all the rest, again after every synth: from now on what is missing is built',
    '       oc apply -f dist/manifests',
    '       oc -n nvidia-driver-pipelines get configmaps -l nvidia-driver-pipelines/coverage -L nvidia-driver-pipelines/coverage -w',
    '  3. let the GPU operator take its drivers from NVIDIADriver resources, once',
    '       oc patch clusterpolicy gpu-cluster-policy --type merge --patch-file dist/patches/c.yaml',
    '  4. a build by hand (2 are in dist/runs)',
    '       oc create -f dist/runs/a.yaml',
    '  5. the build of a release that the ClusterVersion or the configuration names, by an event',
    `       oc -n nvidia-driver-pipelines run post-event --rm -i --quiet --restart=Never --image=quay.io/acme/tools:1 --overrides='{"spec":{"imagePullSecrets":[{"name":"mirror"}]}}' --command -- curl -sS -H 'Content-Type: application/json' -d '{"target":"r580-x86-64","release":"<version>"}' http://el-nvidia-driver-builds:8080`,
  ]);
});

test('the Secret of a key in a token has its certificate and the PIN', () => {
  const external = { image: `quay.io/acme/hsm@sha256:${'1'.repeat(64)}`, key: 'pkcs11:token=acme' };
  const written = { manifests: 'm', runs: ['r/a.yaml'], patches: ['p'], warnings: [] };
  expect(nextSteps({ ...config, signing: { external } }, written)).toContain(
    'create secret generic signing --from-file=pin --from-file=public_key.der\n',
  );
});

test('a vGPU guest driver needs Secrets of its own: the login of its runfile, and its licence', () => {
  const guest = `
image: quay.io/acme/driver
drivers:
  - version: 580.105.08
    type: vgpu
    licenceAccepted: true
    licensing: { secret: vgpu-licence }
    runfile: { url: https://files.example.com/grid.run, secret: runfile-login, sha256: { x86_64: ${'a'.repeat(64)}, aarch64: ${'b'.repeat(64)} } }
platforms: [x86_64, aarch64]
subscription: none
`;
  const steps = nextSteps(parseConfig('nvidia-drivers.yaml', guest), { manifests: 'm', runs: ['r/a.yaml'], patches: ['p'], warnings: [] });
  expect(steps.split('\n').filter(line => /vgpu-licence|runfile-login/.test(line))).toEqual([
    '       oc -n nvidia-driver-pipelines create secret generic runfile-login --type=kubernetes.io/basic-auth --from-file=username --from-file=password',
    '       oc -n nvidia-gpu-operator create secret generic vgpu-licence --from-file=gridd.conf --from-file=client_configuration_token.tok',
  ]);
});

test("OpenShift's own registry needs no push Secret", () => {
  const internal = parseConfig(
    'nvidia-drivers.yaml',
    text.replace(/image: .*\n/, 'registry: internal\n').replace(', driverImage: [driver-pull]', ''),
  );
  const steps = nextSteps(internal, { manifests: 'm', runs: ['r/a.yaml'], patches: ['p'], warnings: [] });
  expect(steps).toContain(' nvidia-driver-pull ');
  expect(steps).not.toContain('push-secret');
});

test('where the cluster is not to build by itself, nothing is said to be built', () => {
  const steps = nextSteps(
    { ...config, upgrade: { ...config.upgrade, watch: false } },
    { manifests: 'm', runs: ['r/a.yaml'], patches: ['p'], warnings: [] },
  );
  expect(steps).toContain('  2. all the rest, again after every synth\n       oc apply -f m\n  3. let');
});
