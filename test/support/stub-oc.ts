import { chmodSync, mkdirSync, mkdtempSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A release image as a stub of oc has it. */
interface StubRelease {
  readonly version: string;
  /** KERNEL_VERSION and RHEL_VERSION of its driver toolkit. */
  readonly kernel: string;
  readonly rhel: string;
}

/**
 * What oc does: tells of these images, by reference, and of a ConfigMap; says of all other releases that there is no such thing. Base
 * images are there.
 */
export function ocThatKnows(releases: Readonly<Record<string, StubRelease>>, configMap?: Readonly<Record<string, string>>): string {
  const arms = Object.entries(releases).flatMap(([image, { version, kernel, rhel }]) => {
    const toolkit = `quay.io/ocp/toolkit@sha256:${version}`;
    const info = { metadata: { version }, references: { spec: { tags: [{ name: 'driver-toolkit', from: { name: toolkit } }] } } };
    return [
      `'adm release info ${image} '*) printf '%s' '${JSON.stringify(info)}' ;;`,
      `'image extract ${toolkit}'*) printf '%s' '${JSON.stringify({ KERNEL_VERSION: kernel, RHEL_VERSION: rhel })}' >driver-toolkit-release.json ;;`,
    ];
  });
  if (configMap) arms.push(`'get configmap '*) printf '%s' '${JSON.stringify({ data: configMap })}' ;;`);
  return `case "$*" in
${arms.join('\n')}
'image info '*) printf '%s' '{"digest": "sha256:b"}' ;;
*) echo 'Error from server (NotFound): not found' >&2; exit 1 ;;
esac`;
}

/** A PATH on which programs are these, as bash; beside them only those of the machine that are named. */
export function pathWith(programs: Readonly<Record<string, string>>, ofMachine: Readonly<Record<string, string>>): string {
  const bin = join(mkdtempSync(join(tmpdir(), 'path-')), 'bin');
  mkdirSync(bin);
  for (const [name, text] of Object.entries(programs)) {
    writeFileSync(join(bin, name), `#!/usr/bin/env bash\n${text}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const [name, path] of Object.entries(ofMachine)) symlinkSync(path, join(bin, name));
  return bin;
}
