import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A key pair as a signing Secret has it, PEM and DER, made by openssl; `options` are further ones of `openssl req`. */
export function keyPair(subject = '/CN=acme', options: readonly string[] = []) {
  const folder = mkdtempSync(join(tmpdir(), 'key-'));
  const [key, certificate] = [join(folder, 'key'), join(folder, 'certificate')];
  const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key, '-outform', 'DER', '-out', certificate];
  execFileSync('openssl', ['req', '-x509', '-batch', '-subj', subject, ...pair, ...options], { stdio: 'ignore' });
  const made = { key: readFileSync(key, 'utf8'), certificate: readFileSync(certificate) };
  rmSync(folder, { recursive: true });
  return made;
}
