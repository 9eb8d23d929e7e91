import type { ComputeResources, SecurityContext } from '../tekton/container';

interface Profile {
  readonly securityContext: SecurityContext;
  readonly computeResources: ComputeResources;
}

/**
 * @param limits default: the memory that is asked for, and as much CPU as the node has left
 * @param disk what the scratch volumes that the step fills come to, so that the pod goes to a node that has it; their own limit is their `sizeLimit`
 */
function resources(cpu: string, memory: string, limits: ComputeResources['limits'] = { memory }, disk?: string): ComputeResources {
  return { requests: { cpu, memory, ...(disk !== undefined && { 'ephemeral-storage': disk }) }, limits };
}

/**
 * A step of a pod that fits OpenShift's restricted-v2: it sets no user id, the namespace's range does.
 *
 * @see https://docs.redhat.com/en/documentation/openshift_container_platform/4.20/html/authentication_and_authorization/managing-pod-security-policies
 */
export function restricted(cpu: string, memory: string): Profile {
  return {
    computeResources: resources(cpu, memory),
    securityContext: { runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

/**
 * A step of a pod under `pipelines-scc` that needs no root. The user id is set, because that constraint allows any,
 * and seccompProfile is not, because it allows none.
 *
 * @see https://github.com/tektoncd/operator/blob/v0.81.1/cmd/openshift/operator/kodata/openshift/00-prereconcile/openshift-pipelines-scc.yaml
 */
export function unprivileged(cpu: string, memory: string, limits?: ComputeResources['limits'], disk?: string): Profile {
  return {
    computeResources: resources(cpu, memory, limits, disk),
    securityContext: { runAsUser: 1001, runAsNonRoot: true, allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } },
  };
}

/** A step of a pod under `pipelines-scc` that runs buildah: root with SETFCAP, which mapping users needs, and nothing more. */
export function buildahRoot(cpu: string, memory: string, limits?: ComputeResources['limits'], disk?: string): Profile {
  return {
    computeResources: resources(cpu, memory, limits, disk),
    securityContext: { runAsUser: 0, allowPrivilegeEscalation: false, capabilities: { add: ['SETFCAP'] } },
  };
}
