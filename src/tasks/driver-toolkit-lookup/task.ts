import type { Construct } from 'constructs';
import { kernelExpression, realTimeExpression } from '../../driver/kernel';
import { osTagTable, rhelSince } from '../../driver/os-tag';
import { releaseRepository } from '../../driver/release';
import { taskRun } from '../../tekton/context';
import { Task } from '../../tekton/task';
import { apiAccess, apiMount, attempt, failure } from '../attempt';
import { entryPointEdits } from '../entry-point-edits';
import type { StepImages } from '../images';
import { params } from '../params';
import { restricted } from '../profiles';
import { releasesConfigMap } from '../releases-config-map';
import { script } from '../script';
import { certificates, credentials, registryToken, signingFiles, tokenLogin, tokenMount } from '../volumes';

/**
 * From a release to its driver toolkit, kernel and tags, and whether the image that they name is published.
 *
 * Source: NVIDIA/gpu-driver-container, rhel9/precompiled/README.md, step 3;
 * openshift/driver-toolkit, Dockerfile (driver-toolkit-release.json).
 *
 * @example
 * const lookup = driverToolkitLookup(chart, stepImages);
 * lookup.params.release.default; // ''
 */
export function driverToolkitLookup(scope: Construct, images: StepImages) {
  return new Task(scope, 'driver-toolkit-lookup', {
    version: '0.1.0',
    description: `Finds the driver toolkit, kernel and image tags of an OpenShift release, and whether the driver image is published;
first waits for another run that is making the same image.
Runs nothing of the driver toolkit, so that any architecture can be looked up from any node.`,
    params: {
      release: {
        description:
          "Version that the ClusterVersion, `releases` or a watched channel names (4.20.3), or a release image, by digest or tag (quay.io/openshift-release-dev/ocp-release:4.20.3-x86_64). Empty: the cluster's own.",
        default: '',
      },
      kernel: {
        description:
          'Kernel that the release is to have, with +64k for 64 KiB pages: chooses between its RHEL streams. Empty: the first one.',
        default: '',
      },
      'driver-toolkit': {
        description: "Driver toolkit, by digest, in place of the release's: for a kernel that no release has. Empty: the release's.",
        default: '',
      },
      'driver-toolkit-kernel': { description: 'The one kernel that it is for, with +64k for 64 KiB pages.', default: '' },
      releases: { description: 'Versions and release images, separated by spaces, that `release` may name by version.', default: '' },
      'release-repository': {
        description: 'Repository of the release images of those versions; their tags are <version>-<architecture>.',
        default: releaseRepository,
      },
      ledger: params.ledger,
      platform: params.platform,
      'node-arch': params.nodeArch,
      'driver-version': params.driverVersion,
      'driver-type': params.driverType,
      'module-flavour': params.moduleFlavour,
      'runfile-sha256': params.runfileSha256,
      image: params.image,
      'base-image': { description: 'Base image of the driver image; {rhel} stands for the RHEL major version of the release.' },
      packages: params.packages,
      'cve-updates': params.cveUpdates,
      'entry-point': params.entryPoint,
      signer: params.signer,
      'signer-subject': params.signerSubject,
      retag: {
        description: '`always`, or `never` where a published tag must not move: then changed inputs are an error.',
        default: 'always',
      },
      adopt: { description: "`true` to overwrite a tag that holds somebody else's image.", default: 'false' },
      'pull-secret': params.pullSecret,
      'push-secret': params.pushSecret,
      'token-registry': params.tokenRegistry,
      'token-audience': params.tokenAudience,
      'signing-key-secret': params.signingKeySecret,
      'ca-config-map': params.caConfigMap,
    },
    results: {
      'openshift-version': { description: 'Version of the release.' },
      'rhel-version': { description: 'RHEL version of its nodes, such as 9.6.' },
      'machine-os': { description: "Version of its nodes' operating system, such as 9.6.20251015-1, or unknown." },
      'driver-toolkit-image': { description: 'Driver toolkit, by digest.' },
      kernel: { description: 'Kernel of the target, with +64k for 64 KiB pages.' },
      tags: { description: 'Every tag under which the GPU operator may ask for the image, separated by spaces.' },
      'base-image': { description: 'Base image, by digest.' },
      signer: { description: 'sha256:<hex> of the signing certificate (DER), or self-signed.' },
      inputs: { description: 'Hash of everything that shapes the image, beside driver version and kernel.' },
      digest: { description: 'Digest of the published image that has these inputs, or none.' },
      replaced: {
        description: 'Digests, separated by spaces, of earlier images that tags are moved away from, or none: nodes may run them.',
      },
      state: { description: '`published`; `partly-tagged`: the image is there, some tags do not point to it; `missing`.' },
      ...failure,
    },
    volumes: variables => ({
      pull: credentials(variables['pull-secret']),
      push: credentials(variables['push-secret']),
      token: registryToken(variables['token-audience']),
      certificate: signingFiles(variables['signing-key-secret'], 'public_key.der'),
      ca: certificates(variables['ca-config-map']),
      api: apiAccess,
    }),
    stepTemplate: ({ results }) => ({ env: { FAILURE_FILE: results.failure } }),
    steps: ({ params: given, results, volumes }) => [
      attempt(images, restricted, volumes.api),
      {
        name: 'release',
        image: images.oc,
        script: script('driver-toolkit-lookup/release.sh'),
        env: {
          RELEASE: given.release,
          KERNEL_WANTED: given.kernel,
          DRIVER_TOOLKIT: given['driver-toolkit'],
          DRIVER_TOOLKIT_KERNEL: given['driver-toolkit-kernel'],
          KERNEL_EXPRESSION: kernelExpression,
          REAL_TIME_EXPRESSION: realTimeExpression,
          RELEASES: given.releases,
          RELEASE_REPOSITORY: given['release-repository'],
          RELEASES_CONFIG_MAP: releasesConfigMap,
          LEDGER: given.ledger,
          NAMESPACE: taskRun.namespace,
          PLATFORM: given.platform,
          NODE_ARCH: given['node-arch'],
          DRIVER_VERSION: given['driver-version'],
          BASE_IMAGE: given['base-image'],
          OS_TAGS: osTagTable(),
          RHEL_SINCE: rhelSince,
          AUTH_FILE: '/secrets/pull/config.json',
          CA_FILE: '/ca/ca-bundle.crt',
          OPENSHIFT_VERSION_FILE: results['openshift-version'],
          RHEL_VERSION_FILE: results['rhel-version'],
          MACHINE_OS_FILE: results['machine-os'],
          DRIVER_TOOLKIT_IMAGE_FILE: results['driver-toolkit-image'],
          KERNEL_FILE: results.kernel,
          TAGS_FILE: results.tags,
          BASE_IMAGE_FILE: results['base-image'],
        },
        mounts: [apiMount(volumes.api), volumes.pull.readOnlyAt('/secrets/pull'), volumes.ca.readOnlyAt('/ca')],
        ...restricted('200m', '256Mi'),
      },
      {
        name: 'lease',
        image: images.oc,
        script: script('driver-toolkit-lookup/lease.sh'),
        env: {
          IMAGE: given.image,
          DRIVER_VERSION: given['driver-version'],
          KERNEL_FILE: results.kernel,
          TASK_RUN: taskRun.name,
          NAMESPACE: taskRun.namespace,
        },
        mounts: [apiMount(volumes.api)],
        ...restricted('50m', '64Mi'),
      },
      {
        name: 'published',
        image: images.oc,
        script: script('driver-toolkit-lookup/published.sh'),
        env: {
          IMAGE: given.image,
          NODE_ARCH: given['node-arch'],
          MODULE_FLAVOUR: given['module-flavour'],
          RUNFILE_SHA256: given['runfile-sha256'],
          DRIVER_TYPE: given['driver-type'],
          ENTRY_POINT_EDITS: entryPointEdits,
          PACKAGES: given.packages,
          CVE_UPDATES: given['cve-updates'],
          ENTRY_POINT: given['entry-point'],
          SIGNER: given.signer,
          SUBJECT: given['signer-subject'],
          RETAG: given.retag,
          ADOPT: given.adopt,
          AUTH_FILE: '/secrets/push/config.json',
          ...tokenLogin(given['token-registry']),
          CA_FILE: '/ca/ca-bundle.crt',
          CERTIFICATE_FILE: '/secrets/certificate/public_key.der',
          TAGS_FILE: results.tags,
          BASE_IMAGE_FILE: results['base-image'],
          RHEL_VERSION_FILE: results['rhel-version'],
          SIGNER_FILE: results.signer,
          INPUTS_FILE: results.inputs,
          DIGEST_FILE: results.digest,
          REPLACED_FILE: results.replaced,
          STATE_FILE: results.state,
        },
        mounts: [
          volumes.push.readOnlyAt('/secrets/push'),
          tokenMount(volumes.token),
          volumes.certificate.readOnlyAt('/secrets/certificate'),
          volumes.ca.readOnlyAt('/ca'),
        ],
        ...restricted('100m', '256Mi'),
      },
    ],
  });
}
