import type { Value } from '../tekton/reference';
import type { Volume, VolumeMount, VolumeReference } from '../tekton/volume';

const tokenFolder = '/secrets/token';

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

/** The authority of the cluster's services, which OpenShift puts into each namespace; elsewhere it is missing. */
const services = { name: 'openshift-service-ca.crt', optional: true, items: [{ key: 'service-ca.crt', path: 'service-ca.crt' }] };

/** That authority alone, for who is to be a stranger at OpenShift's own registry. */
export const serviceAuthority: Volume = { configMap: services };

/**
 * The login at OpenShift's own registry: a token of the account, which outlives every task of the pipeline, and the authority of the
 * cluster's services. For an audience that is nobody's, the token is good for nothing.
 *
 * Source: tektoncd/pipeline, pkg/reconciler/taskrun/resources/apply.go (ApplyReplacements of an audience); openshift/service-ca-operator,
 * README (service-ca.crt of a ConfigMap; each namespace has openshift-service-ca.crt).
 *
 * @see https://kubernetes.io/docs/concepts/storage/projected-volumes/#serviceaccounttoken
 */
export function registryToken(audience: Value): Volume {
  return {
    projected: {
      sources: [{ serviceAccountToken: { path: 'token', audience, expirationSeconds: 4 * 3600 } }, { configMap: services }],
    },
  };
}

/** Where a step has that login, and for which registry. */
export function tokenLogin(registry: Value<'task'>) {
  return { TOKEN_REGISTRY: registry, TOKEN_FOLDER: tokenFolder };
}

/** Mounts it there, or the authority alone. */
export function tokenMount(token: VolumeReference): VolumeMount {
  return token.readOnlyAt(tokenFolder);
}

/** Scratch space of the pod, kept on its node. */
export function scratch(sizeLimit: string): Volume {
  return { emptyDir: { sizeLimit } };
}
