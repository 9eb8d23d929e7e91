import { platforms } from '../../driver/platform';
import type { DriverEntry } from '../config-file';
import { platformName, runfileUrl } from '../targets';
import type { Rule } from './rule';

/** A runfile is run while an image is built: each architecture among the platforms needs its checksum. */
export const runfileChecksums: Rule = ({ file: { drivers = [], platforms: entries = [] }, source }) => {
  const names = entries.map(platformName).filter(name => name !== undefined);
  const archs = [...new Set(names.map(name => platforms[name].arch))];
  return drivers.flatMap((driver, index) =>
    archs.flatMap(arch => {
      const runfile = ['drivers', index, 'runfile'];
      const path = [...runfile, 'sha256', arch];
      // A checksum that is wrong, or a text in place of the maps around it, is a finding of the schema already.
      const refused = source.scalarText(runfile) ?? source.scalarText([...runfile, 'sha256']);
      if (driver?.version === undefined || source.has(path) || refused !== undefined) return [];
      const fix = `write the checksum of a runfile that you trust:\n${checksumCommand({ ...driver, version: driver.version }, arch)}`;
      return [source.finding(path, { reason: `is required: ${arch} is among the platforms`, fix })];
    }),
  );
};

/** NVIDIA's own server has no guest drivers, and of one that wants a login only the user knows how to get at it. */
function checksumCommand(driver: DriverEntry & { readonly version: string }, arch: string): string {
  if (driver.type === 'vgpu' || driver.runfile?.secret !== undefined) return 'sha256sum <file>';
  return `curl -fsSL ${runfileUrl(driver, driver.version, arch)} | sha256sum`;
}
