import type { StepValue } from '../tekton/container';
import type { Step } from '../tekton/step';
import type { VolumeReference } from '../tekton/volume';
import type { StepImages } from './images';
import { unprivileged } from './profiles';
import { script } from './script';

/** Which runfile, and where to put it. */
interface Download {
  /** Absolute path; its folder is made. */
  readonly file: string;
  readonly url: StepValue;
  readonly sha256: StepValue;
  /** What tells whether it is needed: a folder that is there where the modules are compiled already, or a driver type that has its userspace from it. */
  readonly unless: { readonly COMPILED: string } | { readonly DRIVER_TYPE: StepValue };
  /** Name of the Secret with the login of its server. */
  readonly secret: StepValue;
  readonly mounts: { readonly work: VolumeReference; readonly ca: VolumeReference; readonly login: VolumeReference };
  /** Where `work` is. */
  readonly at: string;
}

/** The step that downloads the runfile where it is needed: no other one sees the login of its server. */
export function downloadRunfile(images: StepImages, { file, url, sha256, unless, secret, mounts, at }: Download): Step {
  return {
    name: 'download',
    image: images.buildah,
    script: script('download-runfile.sh'),
    env: {
      RUNFILE: file,
      RUNFILE_URL: url,
      RUNFILE_SHA256: sha256,
      RUNFILE_SECRET: secret,
      ...unless,
      CA_FILE: '/ca/ca-bundle.crt',
    },
    mounts: [mounts.work.at(at), mounts.ca.readOnlyAt('/ca'), mounts.login.readOnlyAt('/secrets/runfile')],
    ...unprivileged('100m', '64Mi', { memory: '256Mi' }),
  };
}
