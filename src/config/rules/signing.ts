import type { Finding } from '../../source/finding';
import type { Config } from '../config';
import type { Rule } from './rule';

const secretPath = ['secrets', 'signingKey'];
const keyPath = ['signing', 'external', 'key'];

/**
 * A key in a token is named by its URI alone: the PIN is in a Secret, with the certificate.
 *
 * Source: RFC 7512, 2.3 (characters) and 2.4 (pin-value, pin-source).
 */
export const externalKeys: Rule = ({ file: { signing }, source }) => {
  // What the schema refuses of it is left out.
  const external: Partial<Config['signing']['external']> = signing?.external;
  if (external === undefined) return [];
  const findings: Finding[] = [];
  const pin = /[;?&](pin-(?:value|source))=/i.exec(external.key ?? '')?.[1];
  if (pin !== undefined) {
    const reason = `has ${pin}: neither this file nor what is made of it is a place for a PIN`;
    const fix = 'take it out of the URI, and write the PIN into the key pin of the Secret secrets.signingKey';
    findings.push({ ...source.finding(keyPath, { reason, fix }), value: '(not shown)' });
  } else if (external.key !== undefined && !/^pkcs11:[A-Za-z0-9._~%:;=?&@/+,*!()[\]-]+$/.test(external.key)) {
    findings.push(source.finding(keyPath, { reason: 'has characters that no PKCS#11 URI has', fix: 'write them as %20, for a space' }));
  }
  if (!source.has(secretPath)) {
    const reason = 'is required: signing.external needs a certificate and a PIN';
    findings.push(
      source.finding(secretPath, { reason, fix: 'add signingKey: nvidia-driver-signing-key, a Secret with public_key.der and pin' }),
    );
  }
  return findings;
};

/** A subject is that of the pair which a build makes for itself, and of no other. */
export const subjects: Rule = ({ file: { signing }, source }) => {
  if (signing?.subject === undefined) return [];
  const other = signing.external ? 'signing.external' : source.has(secretPath) && 'secrets.signingKey';
  if (!other) return [];
  const reason = `is of the certificate that a build makes for itself, and ${other} has one of its own`;
  return [source.finding(['signing', 'subject'], { reason, fix: `remove it, or ${other}` })];
};
