import type { Advice } from '../../source/finding';
import type { Path } from '../../source/path';
import { defaults } from '../defaults';
import { internalImage, internalRegistry } from '../internal-registry';
import type { Rule } from './rule';

/**
 * Where driver images are published: registry and name, without tag. An NVIDIADriver has repository and image apart, and the operator
 * makes the tag itself.
 *
 * Source: NVIDIA/gpu-operator, api/nvidia/v1alpha1/nvidiadriver_types.go (GetPrecompiledImagePath).
 */
export const images: Rule = ({ file: { image, drivers = [], registry, namespace = defaults.namespace }, source }) => {
  const places: { path: Path; value: string | undefined }[] = [
    { path: ['image'], value: image },
    ...drivers.map((driver, index) => ({ path: ['drivers', index, 'image'], value: driver?.image })),
  ];
  return places.flatMap(({ path, value }) => {
    const advice =
      value === undefined ? undefined : (problem(value) ?? (registry === 'internal' ? elsewhere(value, namespace) : undefined));
    return advice ? [source.finding(path, advice)] : [];
  });
};

function problem(image: string): Advice | undefined {
  const [name = '', digest] = image.split('@');
  if (digest !== undefined) return { reason: 'has a digest: every build publishes another one', fix: `write ${withoutTag(name)}` };
  if (withoutTag(name) !== name) return { reason: 'has a tag: tags are made of driver, kernel and OS', fix: `write ${withoutTag(name)}` };
  const [registry = '', ...rest] = name.split('/');
  if (!/[.:]|^localhost$/.test(registry) || rest.length === 0) {
    const reason = 'does not begin with a registry: an NVIDIADriver resource needs registry and name';
    return { reason, fix: 'write it with its registry, like quay.io/acme/nvidia-gpu-driver' };
  }
  if (!/^[A-Za-z0-9.-]+(:[0-9]+)?$/.test(registry) || !rest.every(part => /^[a-z0-9]+([._-]+[a-z0-9]+)*$/.test(part))) {
    return { reason: 'has characters that no image name has', fix: 'use lower-case letters and digits, with . _ or - between them' };
  }
  return undefined;
}

/** What does not lie in OpenShift's own registry as its repositories do. */
function elsewhere(image: string, namespace: string): Advice | undefined {
  const [registry, ...rest] = image.split('/');
  const fix = `write ${internalImage(namespace)}`;
  if (registry !== internalRegistry)
    return { reason: `is not in ${internalRegistry}, which registry: internal means`, fix: `${fix}, or remove registry` };
  if (rest.length !== 2) return { reason: "does not have a namespace and one name behind the registry, as in OpenShift's own", fix };
  return undefined;
}

/** A colon after the last slash begins a tag; one before it a port. */
function withoutTag(name: string): string {
  return name.replace(/:[^/]*$/, match => (name.includes('/') ? '' : match));
}
