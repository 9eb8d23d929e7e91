import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { get } from './command';
import { namespace, worldFolder } from './project';

/** What nodes with Secure Boot have to trust, as a build has written it for people. */
export interface KeptCertificate {
  /** `sha256:` and 64 hex digits, of the DER. */
  readonly fingerprint: string;
  readonly subject: string;
  readonly der: Buffer;
}

/** The newest certificate of a target. @throws Error where there is none */
export function keptCertificate(target: string): KeptCertificate {
  interface ConfigMap {
    readonly data?: Readonly<Record<string, string>>;
    readonly binaryData?: Readonly<Record<string, string>>;
  }
  const name = `nvidia-driver-certificate-${target}`;
  const { data = {}, binaryData = {} } = get<ConfigMap>('configmap', name, namespace) ?? {};
  const [fingerprint, subject, der] = [data.fingerprint, data.subject, binaryData['public_key.der']];
  if (!fingerprint || !subject || !der) throw new Error(`the ConfigMap ${name} has no certificate: ${JSON.stringify(data)}`);
  return { fingerprint, subject, der: Buffer.from(der, 'base64') };
}

/** A certificate of the world, and what it is known by. */
export function worldCertificate(pair: 'first' | 'second' | 'module'): Pick<KeptCertificate, 'fingerprint' | 'der'> {
  const der = readFileSync(join(worldFolder, 'keys', pair, 'public_key.der'));
  return { der, fingerprint: `sha256:${createHash('sha256').update(der).digest('hex')}` };
}

/** The tag under which the certificate is published beside the images. */
export function certificateTag(fingerprint: string): string {
  return `signing-certificate-${fingerprint.slice('sha256:'.length).slice(0, 16)}`;
}
