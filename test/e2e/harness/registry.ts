import { attempt, run } from './command';
import { env } from './environment';

interface Inspected {
  readonly Digest: string;
  readonly Labels?: Readonly<Record<string, string>>;
  readonly Architecture: string;
}

/** The same registry under the name that pods use, and under the address that this machine reaches. */
export function address(reference: string): string {
  const [host = '', ...path] = reference.split('/');
  const faulty = `${env('E2E_NODE_ADDRESS')}:5444`;
  return `docker://${[env('E2E_SECURE_REGISTRY'), faulty].includes(host) ? env('E2E_REGISTRY_ADDRESS') : host}/${path.join('/')}`;
}

/** What a reference resolves to; undefined where it does not exist. */
export function inspect(reference: string): Inspected | undefined {
  const { code, stdout, stderr } = attempt('skopeo', ['inspect', '--no-tags', '--tls-verify=false', address(reference)]);
  if (code === 0) return JSON.parse(stdout) as Inspected;
  if (/manifest unknown|name unknown|not found/.test(stderr)) return undefined;
  throw new Error(stderr);
}

/** Tags of a repository. */
export function tags(repository: string): string[] {
  const { code, stdout } = attempt('skopeo', ['list-tags', '--tls-verify=false', address(repository)]);
  return code === 0 ? ((JSON.parse(stdout) as { Tags: string[] }).Tags ?? []) : [];
}

/** What every tag of a repository resolves to. */
export function digests(repository: string): Record<string, string | undefined> {
  return Object.fromEntries(tags(repository).map(tag => [tag, inspect(`${repository}:${tag}`)?.Digest]));
}

/** A name of a repository, made of words. */
export function nameOf(words: string): string {
  return words
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** Points a tag to another image. */
export function copy(from: string, to: string): void {
  run('skopeo', ['copy', '--quiet', '--src-tls-verify=false', '--dest-tls-verify=false', address(from), address(to)]);
}

/** Deletes the manifest that a tag points to, and with it every tag that shares it. */
export function remove(reference: string): void {
  run('skopeo', ['delete', '--tls-verify=false', address(reference)]);
}

/** Removes all that was ever pushed for an image: what is published, staged and compiled. */
export function empty(image: string): void {
  for (const repository of [image, `${image}-kmod`, `${image}-staging`])
    for (const tag of tags(repository)) if (inspect(`${repository}:${tag}`)) remove(`${repository}:${tag}`);
}
