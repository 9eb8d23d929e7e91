import { type Checked, check } from './preflight';
import { basicHeader, type RegistryOptions, registry } from './registry';
import { realCurl } from './servers';

/** Credentials in a Docker config. */
export const user = { auth: basicHeader };
/** What is mounted as the token of the pod. */
export const podToken = 'token-of-the-pod';

export interface Asked extends Checked {
  readonly asked: readonly string[];
  /** Findings, with R for the registry's address. */
  readonly findings: readonly string[];
}

export interface Given {
  /** The Docker config, by the registry's address. */
  readonly config?: (address: string) => unknown;
  readonly image?: (address: string) => string;
  /** Files with the authorities that are trusted, by path; the cluster's with the registry's own is the default. */
  readonly trusted?: (authority: string) => Readonly<Record<string, string>>;
  readonly traced?: boolean;
  readonly curl?: (address: string) => string;
  /** Whether the registry is OpenShift's own, which takes the token of the pod. */
  readonly own?: boolean;
}

/** Runs the check of the registry against a registry of this machine, which is gone afterwards. */
export async function ask(options: RegistryOptions, given: Given = {}): Promise<Asked> {
  const { config = address => ({ auths: { [address]: user } }), image = address => `${address}/acme/gpu` } = given;
  const { trusted = authority => ({ '/ca/ca-bundle.crt': authority }) } = given;
  const { address, authority, asked, close } = await registry(options);
  const text = config(address);
  const checked = await check('registries', {
    params: { image: image(address), ...(given.own === true && { 'token-registry': address }) },
    programs: { curl: given.curl?.(address) ?? realCurl() },
    traced: given.traced ?? false,
    files: {
      ...trusted(authority),
      '/secrets/token/token': `${podToken}\n`,
      ...(text !== undefined && { '/secrets/push/config.json': typeof text === 'string' ? text : JSON.stringify(text) }),
    },
  });
  close();
  return { ...checked, asked, findings: checked.found.map(line => line.replaceAll(address, 'R')) };
}

/** The repositories that are asked for. */
export const names = ['acme/gpu', 'acme/gpu-kmod', 'acme/gpu-staging'];
