/**
 * OpenShift's own registry, as pods and nodes name it. In its repositories the namespace comes first, then one name.
 *
 * Source: openshift/image-registry, pkg/dockerregistry/server/util.go (getNamespaceName) at d4cce000.
 *
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/registry/accessing-the-registry
 */
export const internalRegistry = 'image-registry.openshift-image-registry.svc:5000';

/** Where driver images are published in it, unless the configuration says otherwise. */
export function internalImage(namespace: string): string {
  return `${internalRegistry}/${namespace}/nvidia-gpu-driver`;
}

/** The namespace of a repository in it. */
export function namespaceOf(image: string): string {
  return image.split('/')[1] ?? '';
}
