import type { DriverType } from '../driver/driver-type';
import type { EntryPoint } from '../driver/entry-point';
import type { GpuGeneration } from '../driver/gpu-generation';
import type { ModuleFlavour } from '../driver/module-flavour';
import type { PlatformName } from '../driver/platform';
import type { Config, RhelRepository, Subscription, Upgrade } from './config';

/** A value for each architecture. */
interface ByArch<T> {
  readonly x86_64?: T;
  readonly aarch64?: T;
}

/** A driver as the file has it. */
export interface DriverEntry {
  readonly name?: string;
  readonly version?: string;
  readonly type?: DriverType;
  readonly licenceAccepted?: boolean;
  readonly licensing?: { readonly secret?: string };
  readonly modules?: ModuleFlavour;
  readonly gpus?: readonly (GpuGeneration | undefined)[];
  readonly cuda?: string;
  readonly baseImage?: string;
  readonly image?: string;
  readonly runfile?: {
    readonly url?: string;
    readonly sha256?: ByArch<string>;
    readonly size?: ByArch<number>;
    readonly secret?: string;
  };
  readonly driverToolkit?: string;
  readonly kernel?: string;
  readonly packages?: readonly string[];
  readonly cveUpdates?: readonly (string | undefined)[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
}

/** A platform as the file has it. */
export type PlatformEntry = PlatformName | { readonly name?: PlatformName; readonly nodeSelector?: Readonly<Record<string, string>> };

/**
 * The file after config.schema.json: what it refuses is left out, in a list as a gap, so that the other rules can be tried on
 * the rest. Where nothing is refused, the required fields are there and lists have no gaps.
 */
export interface ConfigFile {
  readonly namespace?: string;
  readonly image?: string;
  readonly registry?: NonNullable<Config['registry']>;
  readonly retag?: Config['retag'];
  readonly adopt?: boolean;
  readonly releases?: readonly (string | undefined)[];
  readonly drivers?: readonly (DriverEntry | undefined)[];
  readonly platforms?: readonly (PlatformEntry | undefined)[];
  readonly nodeFeatureRule?: boolean;
  readonly operator?: Partial<Config['operator']>;
  readonly secrets?: Partial<Config['secrets']>;
  readonly signing?: Config['signing'];
  readonly subscription?: Subscription;
  readonly caConfigMap?: string;
  readonly images?: Partial<Config['images']>;
  readonly sources?: {
    readonly releases?: string;
    readonly updateService?: string;
    readonly entryPoint?: EntryPoint;
    readonly rpms?: NonNullable<Config['sources']['rpms']>;
    readonly rhel?: readonly (RhelRepository | undefined)[];
  };
  readonly pipelines?: Partial<Config['pipelines']>;
  readonly build?: Partial<Config['build']>;
  readonly apply?: Partial<Config['apply']>;
  readonly upgrade?: Partial<Omit<Upgrade, 'offered' | 'channels'>> & {
    readonly offered?: Partial<Upgrade['offered']>;
    readonly channels?: readonly (string | undefined)[];
  };
}
