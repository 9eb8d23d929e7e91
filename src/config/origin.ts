import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';

/** Where a configuration comes from: what images say of it, and nothing that shapes them. */
export interface Origin {
  /** Commit of the repository that it is in, 40 hex digits, and `-dirty` where a file of it is not committed; empty: it is in none. */
  readonly commit: string;
  /** URL of that repository, as its remote `origin` has it, without user and password; empty: it has none. */
  readonly repository: string;
}

/**
 * Asks git where a file comes from. Both are empty where there is no git, or no repository.
 *
 * @example
 * const config: Config = { ...readConfig('nvidia-drivers.yaml'), origin: originOf('nvidia-drivers.yaml') };
 */
export function originOf(path: string): Origin {
  const folder = dirname(path);
  return {
    commit: git(folder, 'describe', '--always', '--dirty', '--abbrev=40', '--exclude=*'),
    repository: withoutUser(git(folder, 'config', '--get', 'remote.origin.url')),
  };
}

function git(folder: string, ...args: string[]): string {
  const { status, stdout } = spawnSync('git', ['-C', folder, '--no-optional-locks', ...args], { encoding: 'utf8' });
  return status === 0 ? stdout.trim() : '';
}

/** `https://user:token@git.acme.org/drivers.git`: the image is public, the token is not. */
function withoutUser(url: string): string {
  return url.replace(/^([a-z+]+:\/\/)[^/]*@/i, '$1');
}
