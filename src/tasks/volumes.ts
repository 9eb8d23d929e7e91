import type { Value } from '../tekton/reference';
import type { Volume } from '../tekton/volume';

/** A Docker config Secret (`kubernetes.io/dockerconfigjson`) as the file `config.json`; it may be missing, for open registries. */
export function credentials(secretName: Value): Volume {
  return { secret: { secretName, optional: true, items: [{ key: '.dockerconfigjson', path: 'config.json' }] } };
}

/** The cluster's own certificate authorities, `ca-bundle.crt`; the ConfigMap may be missing. */
export function certificates(name: Value): Volume {
  return { configMap: { name, optional: true, items: [{ key: 'ca-bundle.crt', path: 'ca-bundle.crt' }] } };
}

/** Files of the signing Secret, and no other of it; each may be missing. */
export function signingFiles(secretName: Value, ...keys: readonly ('private_key.priv' | 'public_key.der' | 'pin')[]): Volume {
  return { secret: { secretName, optional: true, items: keys.map(key => ({ key, path: key })) } };
}

/** Scratch space of the pod, kept on its node. */
export function scratch(sizeLimit: string): Volume {
  return { emptyDir: { sizeLimit } };
}
