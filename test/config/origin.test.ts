import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { originOf } from '../../src/config/origin';
import { needs, program } from '../support/needs';

/** A folder, and git in it. */
function folder() {
  const path = mkdtempSync(join(tmpdir(), 'origin-'));
  const git = (...args: string[]) =>
    spawnSync('git', ['-C', path, '-c', 'user.name=a', '-c', 'user.email=a@example.com', ...args], { encoding: 'utf8' }).stdout.trim();
  return { path, git, file: join(path, 'clusters', 'one.yaml') };
}

function repository(url = '') {
  const { path, git, file } = folder();
  git('init', '--quiet');
  mkdirSync(join(path, 'clusters'));
  writeFileSync(file, 'a');
  git('add', '.');
  git('commit', '--quiet', '--message', 'a');
  git('tag', '--annotate', '--message', 'one', 'v1');
  if (url !== '') git('remote', 'add', 'origin', url);
  return { git, file };
}

needs('git', program('git'))('where a configuration comes from', () => {
  test('is the commit of its repository, in full, whatever tags there are', () => {
    const { git, file } = repository();
    expect(originOf(file)).toEqual({ commit: git('rev-parse', 'HEAD'), repository: '' });
  });

  test('is told to be dirty where a file of it is not committed', () => {
    const { git, file } = repository();
    writeFileSync(file, 'b');
    expect(originOf(file).commit).toBe(`${git('rev-parse', 'HEAD')}-dirty`);
  });

  test.each([
    ['https://github.com/acme/drivers.git', 'https://github.com/acme/drivers.git'],
    ['https://robot:token@git.example.com/acme/drivers.git', 'https://git.example.com/acme/drivers.git'],
    ['https://token@git.example.com/a.git', 'https://git.example.com/a.git'],
    ['git@github.com:acme/drivers.git', 'git@github.com:acme/drivers.git'],
  ])('has the URL %s as %s', (url, shown) => {
    expect(originOf(repository(url).file).repository).toBe(shown);
  });

  test('is not known outside of a repository, and in one without commits', () => {
    const { git, path, file } = folder();
    expect(originOf(file)).toEqual({ commit: '', repository: '' });
    git('init', '--quiet');
    expect(originOf(join(path, 'a.yaml'))).toEqual({ commit: '', repository: '' });
  });
});
