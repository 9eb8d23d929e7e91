import { describe, expect, it } from 'vitest';
import { configOf, expectFinding, findingsOf, minimal } from './drivers-yaml';

const registry = 'image-registry.openshift-image-registry.svc:5000';
const without = minimal.replace(/^image: .*\n/, '');
/** OpenShift's own registry in line 1, the rest as in the shortest configuration. */
const internal = `registry: internal\n${without}`;
const image = (name: string) => minimal.replace('quay.io/acme/nvidia-gpu-driver', name);

describe("OpenShift's own registry", () => {
  it('needs no image: it is in the namespace of the pipelines', () => {
    const config = configOf(internal);
    expect(config.registry).toBe('internal');
    expect(config.targets.map(target => target.image)).toEqual([`${registry}/nvidia-driver-pipelines/nvidia-gpu-driver`]);
    expect(configOf(`${internal}namespace: gpu-builds\n`).targets[0]?.image).toBe(`${registry}/gpu-builds/nvidia-gpu-driver`);
  });

  it('has another image where one is named, also for a driver', () => {
    const text = `${image(`${registry}/images/driver`)}registry: internal\n`;
    expect(configOf(text).targets[0]?.image).toBe(`${registry}/images/driver`);
    const driver = text.replace('580.105.08', `580.105.08\n    image: ${registry}/others/r580`);
    expect(configOf(driver).targets[0]?.image).toBe(`${registry}/others/r580`);
  });

  it('is not meant by an image elsewhere', () =>
    expectFinding(
      `${minimal}registry: internal\n`,
      '1:8 image: quay.io/acme/nvidia-gpu-driver',
      `is not in ${registry}, which registry: internal means`,
      `write ${registry}/nvidia-driver-pipelines/nvidia-gpu-driver, or remove registry`,
    ));

  it('is not meant by an image of a driver elsewhere', () =>
    expectFinding(
      internal.replace('580.105.08', '580.105.08\n    image: quay.io/acme/other'),
      '4:12 drivers[0].image: quay.io/acme/other',
      `is not in ${registry}, which registry: internal means`,
      `write ${registry}/nvidia-driver-pipelines/nvidia-gpu-driver, or remove registry`,
    ));

  it.each(['driver', 'a/b/driver'])('has no repository %s: a namespace and one name', name =>
    expectFinding(
      `${image(`${registry}/${name}`)}registry: internal\nnamespace: gpu\n`,
      `1:8 image: ${registry}/${name}`,
      "does not have a namespace and one name behind the registry, as in OpenShift's own",
      `write ${registry}/gpu/nvidia-gpu-driver`,
    ),
  );

  it('says one thing of an image that is wrong anyway', () =>
    expect(findingsOf(`${image('acme/driver')}registry: internal\n`)).toEqual([
      'drivers.yaml:1:8 image: acme/driver\n' +
        '  why: does not begin with a registry: an NVIDIADriver resource needs registry and name\n' +
        '  fix: write it with its registry, like quay.io/acme/nvidia-gpu-driver',
    ]));

  it('has no use for a push Secret', () =>
    expectFinding(
      `${internal}secrets: { push: mine }\n`,
      '8:18 secrets.push: mine',
      'is used by nobody: registry: internal logs in with the tokens of the service accounts',
      'remove it, or remove registry',
    ));

  it('has no use for pull Secrets of the driver pods', () => {
    expectFinding(
      `${internal}secrets: { driverImage: [mine] }\n`,
      '8:25 secrets.driverImage: ["mine"]',
      'takes from driver pods the pull Secret of their service account, with which they pull from the internal registry',
      'remove it, or remove registry',
    );
    expect(findingsOf(`${internal}secrets: { driverImage: [] }\n`)).toEqual([]);
  });

  it('is called internal', () =>
    expectFinding(`registry: openshift\n${without}`, '1:11 registry: openshift', 'is not one of internal', 'write internal'));
});

describe('without it', () => {
  it('an image is required', () =>
    expectFinding(without, '1:1 image: (missing)', 'is required', 'add image: quay.io/acme/nvidia-gpu-driver'));

  it("an image in it is the user's own affair", () => {
    const config = configOf(`${image(`${registry}/gpu/driver`)}secrets: { push: mine, driverImage: [mine] }\n`);
    expect(config).not.toHaveProperty('registry');
  });
});
