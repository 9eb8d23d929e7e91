import type { DriverType } from './driver-type';
import type { GpuGeneration } from './gpu-generation';
import type { ModuleFlavour } from './module-flavour';
import type { Platform, PlatformName } from './platform';

/** What an image is built of, and for. What is not known is left out, and no rule speaks of it. */
export interface Combination {
  /** Full version of the driver: `580.105.08`. */
  readonly driver?: string;
  /** Unset: passthrough. */
  readonly type?: DriverType;
  readonly modules?: ModuleFlavour;
  /** GPU of the nodes. */
  readonly gpu?: GpuGeneration;
  readonly platform?: PlatformName;
  /** Version of CUDA whose base image is taken: `13.1.0`; unset: the base image is not CUDA's. */
  readonly cuda?: string;
  /** RHEL version of the nodes: `9.6`. */
  readonly rhel?: string;
  /** OpenShift version: `4.20.3`. */
  readonly openshift?: string;
  /** Version of the GPU operator: `26.3.3`. */
  readonly operator?: string;
}

/** Versions from `since` up to, not including, `before`, but for `other`, which stands for all that begin with it. */
export interface VersionRange {
  /** `580`, `570.133.20` */
  readonly since?: string;
  /** `4.13` */
  readonly before?: string;
  /** `9.6` */
  readonly other?: string;
}

/** What a combination has to be for a rule to speak: all of it. */
export interface Conditions {
  readonly driver?: VersionRange;
  readonly cuda?: VersionRange;
  readonly rhel?: VersionRange;
  readonly openshift?: VersionRange;
  readonly operator?: VersionRange;
  readonly type?: DriverType;
  readonly modules?: ModuleFlavour;
  /** One of them. */
  readonly gpus?: readonly GpuGeneration[];
  readonly arch?: Platform['arch'];
  readonly pageSize?: Platform['pageSize'];
}

/** One fact about what goes together. */
export interface CombinationRule {
  readonly when: Conditions;
  /** The part that is best changed. */
  readonly about: keyof Combination;
  readonly severity: 'refusal' | 'warning';
  /** Why; `{driver}`, `{branch}`, `{gpu}`, `{platform}`, `{cuda}`, `{rhel}`, `{openshift}` and `{operator}` are replaced. */
  readonly reason: string;
  /** What to choose instead. */
  readonly fix: string;
  /** Where the fact is from; of what is unverified, how far the sources go. */
  readonly source: string;
  /** No source covers what the rule is about: a warning whose reason ends in `is unverified`. */
  readonly unverified?: true;
}
