import { parseDriverVersion } from '../../driver/driver-version';
import { flavourProblem } from '../../driver/module-flavour';
import type { Rule } from './rule';

/** Not every branch has both kinds of kernel modules. */
export const moduleFlavours: Rule = ({ file: { drivers = [] }, source }) =>
  drivers.flatMap((driver, index) => {
    if (driver?.version === undefined || driver.modules === undefined) return [];
    const problem = flavourProblem(parseDriverVersion(driver.version).branch, driver.modules);
    if (problem === undefined) return [];
    const [reason = problem, fix = 'choose the other one'] = problem.split('; ');
    return [source.finding(['drivers', index, 'modules'], { reason, fix })];
  });
