import { expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { packageVersion } from '../../src/tasks/package-version';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const params = {
  image: 'quay.io/acme/nvidia-gpu-driver',
  'base-image': `nvcr.io/nvidia/cuda@${digest('b')}`,
  'base-image-name': 'nvcr.io/nvidia/cuda:13.1.0-base-ubi{rhel}',
  'driver-toolkit-image': `quay.io/ocp/toolkit@${digest('d')}`,
  'driver-version': '580.105.08',
  kernel: '5.14.0-570.62.1.el9_6.x86_64',
  arch: 'x86_64',
  'rhel-version': '9.6',
  'module-flavour': 'open',
  packages: 'nvidia-driver-cuda nvidia-persistenced',
  inputs: 'abc',
  signer: 'self-signed',
  'source-commit': 'c0ffee-dirty',
  'source-repository': 'https://github.com/acme/drivers.git',
  subscription: 'none',
};

/** Labels and annotations that buildah is told to make, by name. */
async function made(changes: Readonly<Record<string, string>> = {}) {
  // Labels of the modules' image are their names; the arguments are kept a line each.
  const buildah = `case $1 in
    inspect) name=\${5##*nvidia-driver-pipelines.} && printf 'the %s\\n' "\${name%%\\"*}" ;;
    build) printf '%s\\n' "$@" >/work/arguments ;;
  esac`;
  const { code, file } = await runStep(driverImageBuild, 'build', {
    params: { ...params, ...changes },
    files: { '/work/context/entry-point/nvidia-driver': '', '/work/kmod-package-image': 'kmod' },
    programs: { chown: ':', buildah },
  });
  expect(code).toBe(0);
  const given = (file('work/arguments') ?? '').split('\n');
  const of = (option: string) =>
    Object.fromEntries(
      given.flatMap((argument, index) => {
        const [name = '', ...value] = argument.split('=');
        return given[index - 1] === option ? [[name, value.join('=')]] : [];
      }),
    );
  return { labels: of('--label'), annotations: of('--annotation') };
}

const title = 'NVIDIA driver 580.105.08 for kernel 5.14.0-570.62.1.el9_6.x86_64';
const annotations = {
  'org.opencontainers.image.title': title,
  'org.opencontainers.image.version': '580.105.08',
  'org.opencontainers.image.source': 'https://github.com/acme/drivers.git',
  'org.opencontainers.image.revision': 'c0ffee-dirty',
  'org.opencontainers.image.base.name': 'nvcr.io/nvidia/cuda:13.1.0-base-ubi9',
  'org.opencontainers.image.base.digest': digest('b'),
};

needs('bash', program('bash'))('what a driver image says of itself', () => {
  test('names what it is made of and for, and nobody else as its maker', async () => {
    const { labels } = await made();
    expect(labels).toEqual({
      'nvidia-driver-pipelines.proof': '1',
      'nvidia-driver-pipelines.version': packageVersion,
      'nvidia-driver-pipelines.source-commit': 'c0ffee-dirty',
      'nvidia-driver-pipelines.inputs': 'abc',
      'nvidia-driver-pipelines.driver-version': '580.105.08',
      'nvidia-driver-pipelines.kernel': '5.14.0-570.62.1.el9_6.x86_64',
      'nvidia-driver-pipelines.arch': 'x86_64',
      'nvidia-driver-pipelines.page-size': '4k',
      'nvidia-driver-pipelines.module-flavour': 'open',
      'nvidia-driver-pipelines.signer': 'self-signed',
      'nvidia-driver-pipelines.signer-name': 'the signer-name',
      'nvidia-driver-pipelines.certificate': 'the certificate',
      'nvidia-driver-pipelines.kmod-image': 'the kmod-image',
      'nvidia-driver-pipelines.driver-toolkit': `quay.io/ocp/toolkit@${digest('d')}`,
      'nvidia-driver-pipelines.packages': 'nvidia-driver-cuda nvidia-persistenced',
      ...annotations,
      name: 'acme/nvidia-gpu-driver',
      version: '580.105.08',
      release: '5.14.0-570.62.1.el9_6.x86_64',
      'vcs-ref': 'c0ffee-dirty',
      summary: title,
      description: `${title}, open modules, precompiled`,
      'io.k8s.display-name': title,
      'io.k8s.description': `${title}, open modules, precompiled`,
      // The base image's, which are not true of this one.
      ...Object.fromEntries(
        ['vendor', 'maintainer', 'url', 'vcs-type', 'build-date', 'com.redhat.component', 'cpe'].map(name => [name, '']),
      ),
      'org.opencontainers.image.vendor': '',
      'org.opencontainers.image.created': '',
    });
  });

  test('has the annotations that OCI knows in its manifest, too', async () => {
    expect((await made()).annotations).toEqual(annotations);
  });

  test('names 64 KiB pages, and the base image of RHEL 10', async () => {
    const { labels } = await made({ kernel: '6.12.0-211.9.1.el10_2.aarch64+64k', arch: 'aarch64', 'rhel-version': '10.2' });
    expect(labels).toMatchObject({
      'nvidia-driver-pipelines.kernel': '6.12.0-211.9.1.el10_2.aarch64+64k',
      'nvidia-driver-pipelines.arch': 'aarch64',
      'nvidia-driver-pipelines.page-size': '64k',
      'org.opencontainers.image.base.name': 'nvcr.io/nvidia/cuda:13.1.0-base-ubi10',
    });
  });

  test('has no commit where the configuration is in no repository, and names a base image by digest without it', async () => {
    const { labels, annotations: found } = await made({
      'source-commit': '',
      'source-repository': '',
      'base-image-name': `mirror.example.com/base@${digest('b')}`,
    });
    expect(labels['nvidia-driver-pipelines.source-commit']).toBe('');
    expect(found).toMatchObject({
      'org.opencontainers.image.revision': '',
      'org.opencontainers.image.source': '',
      'org.opencontainers.image.base.name': 'mirror.example.com/base',
    });
  });
});
