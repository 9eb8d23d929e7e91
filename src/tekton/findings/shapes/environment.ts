import { list, object, since } from './shape';

/** Names a Secret or ConfigMap that may be missing. */
const optionalName = object({ name: 'text', optional: 'boolean' });
const keyOf = object({ name: 'text', key: 'text', optional: 'boolean' });

/** A field of the pod. */
export const fieldRef = object({ apiVersion: 'text', fieldPath: 'text' });

/** A resource of a container. */
export const resourceFieldRef = object({ containerName: 'text', resource: 'text', divisor: 'quantity' });

/** Environment variables. @see https://kubernetes.io/docs/tasks/inject-data-application/define-environment-variable-container/ */
export const env = list(
  object({
    name: 'text',
    value: 'text',
    valueFrom: object({
      configMapKeyRef: keyOf,
      secretKeyRef: keyOf,
      fieldRef,
      resourceFieldRef,
      fileKeyRef: since('1.10.0', object({ volumeName: 'text', path: 'text', key: 'text', optional: 'boolean' })),
    }),
  }),
);

/** Environment variables, all those of a ConfigMap or Secret. */
export const envFrom = list(object({ prefix: 'text', configMapRef: optionalName, secretRef: optionalName }));
