import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { keyPair } from './key-pair';
import { program } from './needs';

/** The PIN of the token: what must not be seen anywhere. */
export const pin = 'pin-of-the-token';

/** The key in the token, by its URI. */
export const keyUri = 'pkcs11:token=acme;object=drivers';

const openssl = execFileSync('sh', ['-c', 'command -v openssl || echo none'], { encoding: 'utf8' }).trim();

/** The key in the token, and the certificate of it. */
export const inToken = program('openssl') ? keyPair('/CN=acme token') : { key: '', certificate: Buffer.alloc(0) };

/**
 * openssl with a token behind it: a key file that is used where the URI names the key and the file that it names has the PIN. What it says
 * else is what openssl, libp11 and pkcs11-provider say. Source: openxpki/openxpki#935 (openssl cms with libp11 and a wrong PIN).
 *
 * @param way by which it reaches the token
 * @param instead what it does at a signature, in bash, instead
 */
export function tokenProgram({
  way = 'engine',
  instead = '',
}: {
  readonly way?: 'provider' | 'engine' | 'none';
  readonly instead?: string;
} = {}) {
  return `case "$1" in
    list) [[ ${way} == provider ]]; exit ;;
    engine) [[ ${way} == engine ]]; exit ;;
  esac
  if [[ "$1 $2" != 'cms -sign' ]]; then exec ${openssl} "$@"; fi
  ${instead}
  given=() uri=
  shift
  while (($# > 0)); do
    case $1 in
      -inkey) uri=$2; shift ;;
      -provider | -engine | -keyform) shift ;;
      *) given+=("$1") ;;
    esac
    shift
  done
  [[ ${way} != engine ]] || echo 'Engine "pkcs11" set.' >&2
  if [[ $uri != '${keyUri}?pin-source=file:'* ]]; then
    echo "The private key was not found at: $uri" >&2
    exit 2
  fi
  if [[ $(<"\${uri#*file:}") != ${pin} ]]; then
    echo 'Login failed' >&2
    echo '40D75E47137F0000:error:418000A0:PKCS#11 module:ERR_CKR_error:PIN incorrect:p11_slot.c:208:' >&2
    exit 2
  fi
  exec ${openssl} cms "\${given[@]}" -inkey /secrets/of-the-token/key`;
}

/** What is there of the token and of its Secret. */
export const tokenFiles: Readonly<Record<string, string | Buffer>> = {
  '/secrets/of-the-token/key': inToken.key,
  '/secrets/certificate/public_key.der': inToken.certificate,
  '/secrets/pin/pin': pin,
};

/** The detached signature of a module, as the step of the token leaves it. */
export function detached(module: string, { key, certificate } = inToken): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'signature-'));
  writeFileSync(join(folder, 'key'), key);
  writeFileSync(join(folder, 'certificate'), certificate);
  const pem = execFileSync(openssl, ['x509', '-inform', 'DER', '-in', join(folder, 'certificate')]);
  writeFileSync(join(folder, 'certificate'), pem);
  const options = ['-binary', '-noattr', '-nocerts', '-md', 'sha256', '-outform', 'DER'];
  const made = execFileSync(openssl, ['cms', '-sign', ...options, '-signer', join(folder, 'certificate'), '-inkey', join(folder, 'key')], {
    input: module,
  });
  rmSync(folder, { recursive: true });
  return made;
}
