import { kernelOf, parseKernel } from '../../driver/kernel';
import { type PlatformName, platforms } from '../../driver/platform';
import type { Advice } from '../../source/finding';
import { platformName } from '../targets';
import type { Rule } from './rule';

/** A driver toolkit of the user's own is given with the kernel that it is for, and that is one of every platform of the driver. */
export const driverToolkits: Rule = ({ file: { drivers = [], platforms: entries = [] }, source }) => {
  const names = [...new Set(entries.map(platformName).filter(name => name !== undefined))];
  return drivers.flatMap((driver, index) => {
    const [toolkit, kernel] = ['driverToolkit', 'kernel'].map(field => ['drivers', index, field]);
    if (toolkit === undefined || kernel === undefined) return [];
    if (source.has(toolkit) && !source.has(kernel)) return [source.finding(kernel, withoutKernel)];
    if (source.has(kernel) && !source.has(toolkit)) return [source.finding(toolkit, withoutToolkit)];
    if (driver?.kernel === undefined) return [];
    return problems(driver.kernel, names).map(problem => source.finding(kernel, problem));
  });
};

const withoutKernel: Advice = {
  reason: 'is required with driverToolkit: a toolkit is for one kernel, and so is what is compiled in it',
  fix: 'add the kernel that its nodes run, as uname -r prints it, like "kernel: 5.14.0-570.62.1.el9_6.x86_64"',
};

const withoutToolkit: Advice = {
  reason: 'is required with kernel: the headers of that kernel are in it',
  fix: 'add the driver toolkit of that kernel by digest, or remove kernel: those of releases are found without it',
};

function problems(kernel: string, names: readonly PlatformName[]): Advice[] {
  const own = platformOf(kernel);
  if (typeof own !== 'string') return [own];
  const others = names.filter(name => name !== own);
  if (others.length > 0 && names.includes(own)) {
    const reason = `is a kernel of ${own}, and the driver is built for ${others.join(' and ')}, too`;
    return [{ reason, fix: `write the driver into a configuration of its own, with the platform ${own} alone` }];
  }
  return others.map(name => {
    const sameArch = platforms[name].arch === platforms[own].arch;
    const right = sameArch && platforms[name].pageSize === '64k' ? kernelOf(kernel, name) : `a kernel of ${name}`;
    return { reason: `is a kernel of ${own}, the platform is ${name}`, fix: `write ${right}, or the platform ${own}` };
  });
}

/** The platform that a kernel is of, or why it is of none. */
function platformOf(kernel: string): PlatformName | Advice {
  try {
    const { arch, pageSize } = parseKernel(kernel);
    const own = pageSize === '64k' ? 'aarch64+64k' : arch;
    const printed = kernelOf(kernel, own);
    return printed === kernel ? own : { reason: 'is written as in a label or a tag', fix: `write ${printed}, as uname -r prints it` };
  } catch (error) {
    const [reason = '', fix = ''] = (error instanceof Error ? error.message : String(error)).split(': ');
    return { reason: reason.replace(`"${kernel}" `, ''), fix };
  }
}
