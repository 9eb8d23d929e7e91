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

/** A certificate in DER that an authority has issued, for a key that is thrown away. */
export function issued(issuer: string, subject: string): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'issued-'));
  const path = (name: string) => join(folder, name);
  const make = (name: string, commonName: string, options: readonly string[]) => {
    const pair = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', path(`${name}.key`), '-out', path(name)];
    execFileSync('openssl', ['req', '-batch', '-subj', `/CN=${commonName}`, ...pair, ...options], { stdio: 'ignore' });
  };
  make('authority', issuer, ['-x509']);
  make('request', subject, ['-new']);
  const by = ['-CA', path('authority'), '-CAkey', path('authority.key'), '-CAcreateserial', '-outform', 'DER'];
  const made = execFileSync('openssl', ['x509', '-req', '-in', path('request'), ...by], { stdio: ['ignore', 'pipe', 'ignore'] });
  rmSync(folder, { recursive: true });
  return made;
}
