import type { DriverType } from '../driver/driver-type';
import type { EntryPoint, PinnedFile } from '../driver/entry-point';
import type { GpuGeneration } from '../driver/gpu-generation';
import type { ModuleFlavour } from '../driver/module-flavour';
import type { PlatformName } from '../driver/platform';
import type { Finding } from '../source/finding';
import type { StepImages } from '../tasks/images';
import type { Origin } from './origin';

/** A Kubernetes toleration. */
export interface Toleration {
  readonly key?: string;
  readonly operator?: 'Exists' | 'Equal';
  readonly value?: string;
  readonly effect?: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** How the build gets at Red Hat's RPM repositories. */
export type Subscription = 'activation-key' | 'entitlement' | 'none';

/** An RPM repository of RHEL, from Satellite or a mirror. */
export interface RhelRepository {
  /** As dnf calls it: `baseos`. */
  readonly id: string;
  /** `{arch}` (x86_64), `{rhel}` (9) and `{releasever}` (9.6) are replaced. */
  readonly baseUrl: string;
  /** URL of the key that its RPMs are signed with, or a file of the base image (`file://`); unset: they are not checked. */
  readonly gpgKey?: string;
}

/** Subject of a certificate: letters, digits and harmless signs, as config.schema.json has them. */
export interface Subject {
  readonly commonName: string;
  readonly organization?: string;
  readonly email?: string;
}

/** One driver on one platform, with the node selector it serves: one NVIDIADriver resource, and one image for each kernel. */
export interface Target {
  /** Name of the NVIDIADriver, such as `r580-aarch64-64k`: a DNS-1123 label. */
  readonly name: string;
  readonly platform: PlatformName;
  /** Full version, such as `580.105.08`. */
  readonly driverVersion: string;
  readonly type: DriverType;
  /** Secret with `gridd.conf` and `client_configuration_token.tok`, in the namespace of the GPU operator: of a vGPU guest driver. */
  readonly licensingSecret?: string;
  readonly moduleFlavour: ModuleFlavour;
  /** GPUs of its nodes; none: not said. */
  readonly gpus: readonly GpuGeneration[];
  /** Published repository, without tag: `quay.io/acme/nvidia-gpu-driver`. */
  readonly image: string;
  /** CUDA base image; `{rhel}` stands for the RHEL major version. */
  readonly baseImage: string;
  /** Version of CUDA that the image is to have; unset: nobody knows what a base image of the user's own has. */
  readonly cuda?: string;
  /** NVIDIA's installer, with its size in bytes where that is known, and the Secret with `username` and `password`, or `token`, for its server. */
  readonly runfile: PinnedFile & { readonly size?: number; readonly secret?: string };
  /** Names of the RPMs that the image gets, each with its version where it has to be exact. */
  readonly packages: readonly string[];
  /** Driver toolkit, by digest, in place of a release's, and the one kernel that it is for, as `uname -r` prints it on the nodes. */
  readonly driverToolkit?: { readonly image: string; readonly kernel: string };
  /** Names of RPMs of the image that are brought up to date, with the version where it has to be exact. */
  readonly cveUpdates: readonly string[];
  /** Labels of the nodes that the driver is for, by name. */
  readonly nodeSelector: Readonly<Record<string, string>>;
}

/** How the cluster builds ahead of upgrades, by itself. */
export interface Upgrade {
  /** Whether the watcher runs; else it is applied, and suspended. */
  readonly watch: boolean;
  /** When it looks, in UTC: a cron expression of five fields. */
  readonly schedule: string;
  /** Most runs at a time, 1 to 50. */
  readonly maxConcurrent: number;
  /** Whether the release that the cluster is at, or on its way to, is built for. */
  readonly desired: boolean;
  /** Whether releases that GPU nodes still run are built for. */
  readonly running: boolean;
  readonly offered: {
    /** How many offered releases of each minor are built for, the newest: 0 to 20. */
    readonly perMinor: number;
    /** Whether those with known risks count, where none of the risks is this cluster's. */
    readonly conditional: boolean;
  };
  /** Channels of the update service, such as `eus-4.22`. */
  readonly channels: readonly string[];
  /** Failed attempts in a row after which no other follows, 1 to 99. */
  readonly attempts: number;
  /** How long an image may be missing before coverage fails, such as `6h`. */
  readonly deadline: string;
  /** Whether there is a PrometheusRule. */
  readonly alerts: boolean;
  /** Whether there is an ApiServerSource, which takes OpenShift Serverless. */
  readonly knativeSource: boolean;
}

/** A configuration that has been read and found valid, every default filled in. */
export interface Config {
  /** Namespace that the pipelines run in. */
  readonly namespace: string;
  /** Where the file comes from; unset: nobody has asked. */
  readonly origin?: Origin;
  readonly targets: readonly Target[];
  /** What may go wrong, or no source covers, ordered by position in the file. */
  readonly warnings: readonly Finding[];
  /** Versions (`4.20.3`) or release images; none: the cluster's own. */
  readonly releases: readonly string[];
  /** `internal`: OpenShift's own, with the tokens of the service accounts as logins; unset: the push Secret logs in. */
  readonly registry?: 'internal';
  /** Whether a published tag may be moved to a rebuilt image; `never` for registries with immutable tags. */
  readonly retag: 'always' | 'never';
  /** Whether a tag that holds an image of somebody else's may be overwritten. */
  readonly adopt: boolean;
  /** Whether there is a NodeFeatureRule, which takes Node Feature Discovery. */
  readonly nodeFeatureRule: boolean;
  readonly operator: {
    /** Full version of the GPU operator that the cluster has or will have, such as `26.3.3`; unset: any. */
    readonly version?: string;
  };
  readonly secrets: {
    /** Docker config that reads the release payload and the base image. */
    readonly pull: string;
    /** Docker config that writes the three repositories. */
    readonly push: string;
    /** Secret with `private_key.priv` and `public_key.der`, or `public_key.der` and `pin` for a key in a token; unset: every build signs with a pair of its own. */
    readonly signingKey?: string;
    /** Secret with `org` and `activationkey`. */
    readonly activationKey: string;
    /** Secret with entitlement certificates (`*.pem`); unset: the cluster's own. */
    readonly entitlement?: string;
    /** Secret with `offline-token`, for Red Hat's API: what builds left registered is removed by the next; unset: it is not. */
    readonly rhsmApiToken?: string;
    /** Docker configs with which the nodes pull step images and the driver toolkit, beside their own. */
    readonly stepImages: readonly string[];
    /** Docker configs in the GPU operator's namespace with which the driver pods pull the driver image. */
    readonly driverImage: readonly string[];
  };
  readonly signing: {
    /** Of the pair that a build makes for itself. */
    readonly subject?: Subject;
    /** A key in a PKCS#11 token: the image, by digest, that reaches it, and its URI without a PIN. */
    readonly external?: { readonly image: string; readonly key: string };
  };
  readonly subscription: Subscription;
  /** ConfigMap whose key `ca-bundle.crt` holds the certificates of the registries' and servers' authorities, beside the public ones. */
  readonly caConfigMap?: string;
  readonly images: StepImages;
  readonly sources: {
    /** Repository of the release images. */
    readonly releases: string;
    /** URL of the update service's graph, where the ClusterVersion names no other. */
    readonly updateService: string;
    /** Files of the runtime entry point, by RHEL major version and name in the image. */
    readonly entryPoint: EntryPoint;
    /** RPM repository of the userspace driver, instead of the one that the base image brings. `{arch}`, `{rhel}` and `{releasever}` are replaced. */
    readonly rpms?: { readonly baseUrl: string; readonly gpgKey?: string };
    /** RPM repositories of RHEL itself, in place of those of the base image. */
    readonly rhel: readonly RhelRepository[];
  };
  readonly pipelines: {
    /** Oldest version of Tekton Pipelines that the output is to run on; synth warns of what came later. */
    readonly minVersion: string;
  };
  readonly build: {
    readonly tolerations: readonly Toleration[];
    /** Whether an autoscaler adds nodes for the build: then one of the architecture need not be there yet. */
    readonly autoscaled: boolean;
    /** Longest time of a whole run, such as `4h`. */
    readonly timeout: string;
  };
  readonly apply: {
    /** `manual`: a changed driver version on an existing resource is only reported. */
    readonly rollout: 'auto' | 'manual';
    /** How long to wait for the operator, such as `10m`. */
    readonly timeout: string;
    /** Namespace of the GPU operator. */
    readonly operatorNamespace: string;
    /** Tolerations of the driver pods. */
    readonly tolerations: readonly Toleration[];
  };
  readonly upgrade: Upgrade;
}
