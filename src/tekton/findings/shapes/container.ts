import { env, envFrom } from './environment';
import { type Fields, list, map, object, since } from './shape';

/** @see https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/ */
export const computeResources = object({
  claims: list(object({ name: 'text', request: 'text' }), ['name']),
  limits: map('quantity'),
  requests: map('quantity'),
});

const seLinuxOptions = object({ level: 'text', role: 'text', type: 'text', user: 'text' });
const profile = object({ localhostProfile: 'text', type: 'text' });
const windowsOptions = object({
  gmsaCredentialSpec: 'text',
  gmsaCredentialSpecName: 'text',
  hostProcess: 'boolean',
  runAsUserName: 'text',
});

/** What a container and a pod may both set. */
const sharedSecurity: Fields = {
  appArmorProfile: profile,
  runAsGroup: 'integer',
  runAsNonRoot: 'boolean',
  runAsUser: 'integer',
  seLinuxOptions,
  seccompProfile: profile,
  windowsOptions,
};

/** @see https://kubernetes.io/docs/tasks/configure-pod-container/security-context/ */
export const securityContext = object({
  ...sharedSecurity,
  allowPrivilegeEscalation: 'boolean',
  capabilities: object({ add: list('text'), drop: list('text') }),
  privileged: 'boolean',
  procMount: 'text',
  readOnlyRootFilesystem: 'boolean',
});

/** Security context of a whole pod. */
export const podSecurityContext = object({
  ...sharedSecurity,
  fsGroup: 'integer',
  fsGroupChangePolicy: 'text',
  seLinuxChangePolicy: 'text',
  supplementalGroups: list('integer'),
  supplementalGroupsPolicy: 'text',
  sysctls: list(object({ name: 'text', value: 'text' })),
});

const exec = object({ command: list('text') });
const httpGet = object({
  host: 'text',
  httpHeaders: list(object({ name: 'text', value: 'text' })),
  path: 'text',
  port: 'port',
  scheme: 'text',
});
const tcpSocket = object({ host: 'text', port: 'port' });
const handler = object({ exec, httpGet, sleep: object({ seconds: 'integer' }), tcpSocket });

const probe = object({
  exec,
  failureThreshold: 'integer',
  grpc: object({ port: 'integer', service: 'text' }),
  httpGet,
  initialDelaySeconds: 'integer',
  periodSeconds: 'integer',
  successThreshold: 'integer',
  tcpSocket,
  terminationGracePeriodSeconds: 'integer',
  timeoutSeconds: 'integer',
});

/** Where a container sees a volume. */
const volumeMount = object({
  mountPath: 'text',
  mountPropagation: 'text',
  name: 'text',
  readOnly: 'boolean',
  recursiveReadOnly: 'text',
  subPath: 'text',
  subPathExpr: 'text',
});

/** What a step action, a step, a step template and a sidecar share. */
export const runnable: Fields = {
  args: list('text'),
  command: list('text'),
  env,
  image: 'text',
  securityContext,
  volumeMounts: list(volumeMount),
  workingDir: 'text',
};

/** What a step, a step template and a sidecar share. */
export const stepTemplate: Fields = {
  ...runnable,
  computeResources,
  envFrom,
  imagePullPolicy: 'text',
  volumeDevices: list(object({ devicePath: 'text', name: 'text' })),
};

/** What a sidecar and a container of Kubernetes share, beside a step template. */
export const containerOnly: Fields = {
  lifecycle: object({ postStart: handler, preStop: handler, stopSignal: since('1.10.0', 'text') }),
  livenessProbe: probe,
  name: 'text',
  ports: list(object({ containerPort: 'integer', hostIP: 'text', hostPort: 'integer', name: 'text', protocol: 'text' }), [
    'containerPort',
    'protocol',
  ]),
  readinessProbe: probe,
  restartPolicy: 'text',
  startupProbe: probe,
  stdin: 'boolean',
  stdinOnce: 'boolean',
  terminationMessagePath: 'text',
  terminationMessagePolicy: 'text',
  tty: 'boolean',
};
