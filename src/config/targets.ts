import { cudaBaseImage, defaultCudaVersion } from '../driver/cuda';
import { parseDriverVersion } from '../driver/driver-version';
import { guestPackages } from '../driver/guest-packages';
import { defaultFlavour } from '../driver/module-flavour';
import { packageNames } from '../driver/package-names';
import { type PlatformName, pageSizeLabel, platforms } from '../driver/platform';
import type { Target } from './config';
import type { ConfigFile, DriverEntry, PlatformEntry } from './config-file';
import { defaultRunfileUrl, defaults } from './defaults';
import { internalImage } from './internal-registry';

/** A target, with the entries of the file that it comes from. */
export interface LocatedTarget {
  /** Its runfile has an empty checksum where the file has none: a finding of its own. */
  readonly target: Target;
  /** Index in `drivers`. */
  readonly driver: number;
  /** Index in `platforms`. */
  readonly platform: number;
}

/** Every driver on every platform, drivers first; those whose driver or platform is not known are left out. */
export function targetsOf(file: ConfigFile): LocatedTarget[] {
  const { drivers = [], platforms: platformEntries = [] } = file;
  return drivers.flatMap((entry, driver) =>
    platformEntries.flatMap((platformEntry, platform) => {
      const name = platformName(platformEntry);
      if (entry?.version === undefined || name === undefined) return [];
      return { target: targetOf({ ...entry, version: entry.version }, name, platformEntry, file), driver, platform };
    }),
  );
}

/** The name of a platform, with or without a node selector of its own. */
export function platformName(entry: PlatformEntry | undefined): PlatformName | undefined {
  return typeof entry === 'object' ? entry.name : entry;
}

/** The name of a driver where the file gives none: `r` and the branch. */
export function driverName({ name, version }: { readonly name?: string; readonly version: string }): string {
  return name ?? `r${parseDriverVersion(version).branch}`;
}

/** Where the runfile of a driver is for an architecture. */
export function runfileUrl({ runfile }: DriverEntry, version: string, arch: string): string {
  return (runfile?.url ?? defaultRunfileUrl).replaceAll('{version}', version).replaceAll('{arch}', arch);
}

/** The CUDA version that an image is to have. A base image of the user's own need not have any: which one, only they can say. */
export function cudaVersionOf({ cuda, baseImage, version }: DriverEntry & { readonly version: string }): string | undefined {
  return cuda ?? (baseImage === undefined ? defaultCudaVersion(parseDriverVersion(version).branch) : undefined);
}

function targetOf(
  driver: DriverEntry & { readonly version: string },
  name: PlatformName,
  platformEntry: PlatformEntry | undefined,
  {
    namespace = defaults.namespace,
    registry,
    image = registry === 'internal' ? internalImage(namespace) : '',
    nodeFeatureRule,
  }: ConfigFile,
): Target {
  const platform = platforms[name];
  const { branch } = parseDriverVersion(driver.version);
  const { sha256, size, secret } = driver.runfile ?? {};
  const bytes = size?.[platform.arch];
  const cudaVersion = cudaVersionOf(driver);
  return {
    name: `${driverName(driver)}-${platform.id}`,
    platform: name,
    driverVersion: driver.version,
    type: driver.type ?? 'passthrough',
    ...(driver.licensing?.secret !== undefined && { licensingSecret: driver.licensing.secret }),
    moduleFlavour: driver.modules ?? defaultFlavour(branch),
    gpus: (driver.gpus ?? []).filter(gpu => gpu !== undefined),
    image: driver.image ?? image,
    baseImage: driver.baseImage ?? cudaBaseImage(driver.cuda ?? defaultCudaVersion(branch)),
    ...(cudaVersion !== undefined && { cuda: cudaVersion }),
    runfile: {
      url: runfileUrl(driver, driver.version, platform.arch),
      sha256: sha256?.[platform.arch] ?? '',
      ...(bytes !== undefined && { size: bytes }),
      ...(secret !== undefined && { secret }),
    },
    packages: driver.packages ?? defaultPackages(driver, name, cudaVersion),
    ...(driver.driverToolkit !== undefined &&
      driver.kernel !== undefined && { driverToolkit: { image: driver.driverToolkit, kernel: driver.kernel } }),
    cveUpdates: (driver.cveUpdates ?? []).filter(name => name !== undefined),
    nodeSelector: {
      'kubernetes.io/arch': platform.nodeArch,
      ...(nodeFeatureRule === true && platform.arch === 'aarch64' && { [pageSizeLabel]: platform.pageSize }),
      ...(typeof platformEntry === 'object' && platformEntry.nodeSelector),
      ...driver.nodeSelector,
    },
  };
}

function defaultPackages(
  { type, version }: DriverEntry & { readonly version: string },
  platform: PlatformName,
  cudaVersion: string | undefined,
): readonly string[] {
  if (type === 'vgpu') return guestPackages;
  return packageNames({ driverVersion: version, platform, ...(cudaVersion !== undefined && { cudaVersion }) });
}
