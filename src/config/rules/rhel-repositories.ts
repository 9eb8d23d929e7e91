import { defaults } from '../defaults';
import { repeats } from './names';
import type { Rule } from './rule';

/** RHEL's own repositories are in place of a subscription: with one, the same RPMs would come from two places. */
export const repositoriesOrSubscription: Rule = ({ file: { sources, subscription = defaults.subscription }, source }) => {
  if (subscription === 'none' || (sources?.rhel ?? []).length === 0) return [];
  const reason = `is in place of a subscription, and subscription is ${subscription}`;
  return [source.finding(['sources', 'rhel'], { reason, fix: 'write subscription: none, or remove it' })];
};

/** What the repository of `sources.rpms` is called in the build. */
const taken = 'nvidia-driver';

/** dnf knows a repository by its id. */
export const repositoryIds: Rule = ({ file: { sources }, source }) =>
  repeats([taken, ...(sources?.rhel ?? []).map(repository => repository?.id)]).map(({ index, first, value }) => {
    const other = first === 0 ? 'the repository of the driver' : `sources.rhel[${first - 1}]`;
    return source.finding(['sources', 'rhel', index - 1, 'id'], {
      reason: `is the id of ${other}, too`,
      fix: `give it another one, like "${value}-2"`,
    });
  });
