import { spawnSync } from 'node:child_process';
import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inImage } from './driver-contents';

/** What a signed module ends with. Source: torvalds/linux, scripts/sign-file.c (magic_number, struct module_signature). */
const magic = Buffer.from('~Module signature appended~\n');

/**
 * Whether the signature of a module in a published image is by the key of a certificate, as a kernel that trusts it would judge.
 *
 * @param certificate in DER
 * @throws Error where the module has no signature
 */
export function isSignedBy(certificate: Buffer, reference: string, kernel: string, module = 'nvidia'): boolean {
  const file = Buffer.from(inImage(reference, `base64 /lib/modules/${kernel}/extra/nvidia/${module}.ko`), 'base64');
  if (!file.subarray(-magic.length).equals(magic)) throw new Error(`${module}.ko of ${reference} is not signed`);
  const about = file.length - magic.length - 12;
  const begin = about - file.readUInt32BE(about + 8);
  const folder = mkdtempSync(join(tmpdir(), 'signature-'));
  const path = (name: string, content: Buffer) => {
    writeFileSync(join(folder, name), content);
    return join(folder, name);
  };
  const pem = spawnSync('openssl', ['x509', '-inform', 'DER'], { input: certificate }).stdout;
  const args = [
    '-inform',
    'DER',
    '-in',
    path('signature', file.subarray(begin, about)),
    '-content',
    path('module', file.subarray(0, begin)),
  ];
  return (
    spawnSync('openssl', [
      'cms',
      '-verify',
      '-binary',
      '-nointern',
      '-noverify',
      ...args,
      '-certfile',
      path('pem', pem),
      '-out',
      '/dev/null',
    ]).status === 0
  );
}
