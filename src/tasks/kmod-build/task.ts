import { createHash } from 'node:crypto';
import type { Construct } from 'constructs';
import { Task } from '../../tekton/task';
import { apiAccess, attempt, failure } from '../attempt';
import type { StepImages } from '../images';
import { params } from '../params';
import { buildahRoot, unprivileged } from '../profiles';
import { downloadRunfile } from '../runfile';
import { script } from '../script';
import { certificates, credentials, registryToken, scratch, signingFiles, tokenLogin, tokenMount } from '../volumes';

const compile = script('kmod-build/compile.sh');
const work = '/work';
const runfile = `${work}/driver.run`;

/**
 * Compiles, signs, packages and proves the kernel modules of one driver for one kernel, in the driver toolkit itself.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/Dockerfile (first stage).
 *
 * @example
 * const kmod = kmodBuild(chart, stepImages);
 * kmod.params.signer.default; // 'self-signed'
 */
export function kmodBuild(scope: Construct, images: StepImages) {
  return new Task(scope, 'kmod-build', {
    version: '0.1.0',
    description: `Compiles NVIDIA's kernel modules in the driver toolkit, signs them, makes and proves their RPM.
Modules that were compiled before, from the same runfile by the same script, are taken from <image>-kmod instead.`,
    params: {
      'driver-toolkit-image': { description: 'Driver toolkit of the kernel, by digest. Compiling, signing and packaging run in it.' },
      kernel: { description: 'Kernel to compile for, with +64k for 64 KiB pages.' },
      arch: params.arch,
      'driver-version': params.driverVersion,
      'module-flavour': params.moduleFlavour,
      'runfile-url': params.runfileUrl,
      'runfile-sha256': params.runfileSha256,
      'runfile-secret': params.runfileSecret,
      image: params.image,
      signer: { description: 'self-signed, or sha256:<hex> of the certificate (DER) in the signing Secret.', default: 'self-signed' },
      'signer-subject': params.signerSubject,
      'signer-image': { ...params.signerImage, default: images.buildah },
      'signer-key': params.signerKey,
      'staging-tag': params.stagingTag,
      'push-secret': params.pushSecret,
      'token-registry': params.tokenRegistry,
      'token-audience': params.tokenAudience,
      'signing-key-secret': params.signingKeySecret,
      'ca-config-map': params.caConfigMap,
    },
    results: {
      'kmod-image': { description: 'Image of the unsigned modules, by digest, in <image>-kmod.' },
      'kmod-package-image': {
        description: 'Image of the signed RPM, firmware and the kernel modules that they need, by digest, in <image>-staging.',
      },
      'signer-name': { description: 'Signer of the modules, as modinfo prints it.' },
      vermagic: { description: 'vermagic of the modules.' },
      ...failure,
    },
    volumes: variables => ({
      work: scratch('16Gi'),
      storage: scratch('4Gi'),
      key: { emptyDir: { medium: 'Memory', sizeLimit: '1Mi' } },
      push: credentials(variables['push-secret']),
      token: registryToken(variables['token-audience']),
      runfile: { secret: { secretName: variables['runfile-secret'], optional: true } },
      signing: signingFiles(variables['signing-key-secret'], 'private_key.priv', 'public_key.der'),
      certificate: signingFiles(variables['signing-key-secret'], 'public_key.der'),
      pin: signingFiles(variables['signing-key-secret'], 'pin'),
      signatures: scratch('16Mi'),
      ca: certificates(variables['ca-config-map']),
      api: apiAccess,
    }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, results, volumes }) => {
      const scratchMount = volumes.work.at(work);
      const registry = {
        AUTH_FILE: '/secrets/push/config.json',
        CA_FILE: '/ca/ca-bundle.crt',
        WORK: work,
        ...tokenLogin(given['token-registry']),
      };
      const registryMounts = [
        scratchMount,
        volumes.push.readOnlyAt('/secrets/push'),
        tokenMount(volumes.token),
        volumes.ca.readOnlyAt('/ca'),
      ];
      const push = {
        image: images.buildah,
        script: script('kmod-build/push.sh'),
        mounts: [...registryMounts, volumes.storage.at('/var/lib/containers')],
      };
      const toolkit = { image: given['driver-toolkit-image'], workingDir: work };
      const token = { KEY_URI: given['signer-key'], SIGNATURES: '/signatures' };
      const build = { KERNEL: given.kernel, DRIVER_VERSION: given['driver-version'], WORK: work, HOME: work };
      return [
        attempt(images, unprivileged, volumes.api),
        {
          name: 'fetch',
          image: images.buildah,
          script: script('kmod-build/fetch.sh'),
          env: {
            IMAGE: given.image,
            KERNEL: given.kernel,
            DRIVER_VERSION: given['driver-version'],
            MODULE_FLAVOUR: given['module-flavour'],
            RUNFILE_SHA256: given['runfile-sha256'],
            COMPILE_SHA256: createHash('sha256').update(compile).digest('hex'),
            KMOD_IMAGE_FILE: results['kmod-image'],
            ...registry,
          },
          mounts: registryMounts,
          ...unprivileged('50m', '256Mi'),
        },
        downloadRunfile(images, {
          file: runfile,
          url: given['runfile-url'],
          sha256: given['runfile-sha256'],
          secret: given['runfile-secret'],
          unless: { COMPILED: `${work}/kmod` },
          mounts: { work: volumes.work, ca: volumes.ca, login: volumes.runfile },
          at: work,
        }),
        {
          name: 'compile',
          ...toolkit,
          script: compile,
          env: {
            ...build,
            MODULE_FLAVOUR: given['module-flavour'],
            RUNFILE_URL: given['runfile-url'],
            RUNFILE_SHA256: given['runfile-sha256'],
            RUNFILE: runfile,
            // The container's limit, rounded up: the node may have a hundred cores that are not ours.
            JOBS: { resourceFieldRef: { resource: 'limits.cpu', divisor: '1' } },
          },
          mounts: [scratchMount],
          // Tekton adds up what all steps ask for: with more, a node of two CPUs has no room beside a run that waits.
          ...unprivileged('500m', '1Gi', { cpu: '4', memory: '8Gi' }, '6Gi'),
        },
        {
          name: 'push-kmod',
          ...push,
          env: { ...registry, FOLDER: `${work}/kmod`, REFERENCE: `@${work}/kmod-reference`, RESULT_FILE: results['kmod-image'] },
          ...buildahRoot('50m', '256Mi', { memory: '1Gi' }),
        },
        {
          name: 'sign-by-token',
          image: given['signer-image'],
          script: script('kmod-build/sign-by-token.sh'),
          env: { ...token, SECRET: given['signing-key-secret'], WORK: work },
          // An image of the user's: it sees the modules, and changes none.
          mounts: [
            volumes.work.readOnlyAt(work),
            volumes.signatures.at(token.SIGNATURES),
            volumes.certificate.readOnlyAt('/secrets/certificate'),
            volumes.pin.readOnlyAt('/secrets/pin'),
          ],
          ...unprivileged('50m', '128Mi'),
        },
        {
          name: 'sign',
          ...toolkit,
          script: script('kmod-build/sign.sh'),
          env: { ...token, KERNEL: given.kernel, SIGNER: given.signer, SUBJECT: given['signer-subject'], KEY: '/key', WORK: work },
          mounts: [
            scratchMount,
            volumes.key.at('/key'),
            volumes.signatures.readOnlyAt(token.SIGNATURES),
            volumes.signing.readOnlyAt('/secrets/signing'),
          ],
          ...unprivileged('50m', '128Mi'),
        },
        {
          name: 'package',
          ...toolkit,
          script: script('kmod-build/package.sh'),
          env: { ...build, ARCH: given.arch },
          mounts: [scratchMount],
          ...unprivileged('100m', '512Mi', { memory: '2Gi' }),
        },
        {
          name: 'prove',
          ...toolkit,
          script: script('kmod-build/prove.sh'),
          env: {
            ...build,
            // A label of the package: no other run's has its digest, and it can be deleted alone.
            STAGING_TAG: given['staging-tag'],
            KMOD_IMAGE_FILE: results['kmod-image'],
            VERMAGIC_FILE: results.vermagic,
            SIGNER_NAME_FILE: results['signer-name'],
          },
          mounts: [scratchMount],
          ...unprivileged('50m', '128Mi'),
        },
        {
          name: 'push-package',
          ...push,
          env: {
            ...registry,
            FOLDER: `${work}/package`,
            REFERENCE: `${given.image}-staging:${given['staging-tag']}-kmod`,
            RESULT_FILE: results['kmod-package-image'],
          },
          ...buildahRoot('50m', '256Mi', { memory: '1Gi' }),
        },
      ];
    },
  });
}
