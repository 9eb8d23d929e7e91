import { kubectl, within } from './command';
import { podsOf } from './pods';
import { namespace } from './project';

/** Waits until the pod of a task is there, and no node can take it. Gives the scheduler's words. */
export function withoutNode(run: string, task: string): Promise<string> {
  return within(600, `pod of ${task} without a node`, () => {
    const [pod] = podsOf(run, task);
    const condition = pod?.status.conditions?.find(({ type }) => type === 'PodScheduled');
    const waits = condition?.status === 'False' && condition.reason === 'Unschedulable';
    return { seen: JSON.stringify(pod?.status ?? {}), ...(waits && { result: condition.message ?? '' }) };
  });
}

/** Waits until the scheduler has given the pod of a task to a node. Gives the node's name. */
export function nodeOf(run: string, task: string): Promise<string> {
  return within(60, `pod of ${task} on a node`, () => {
    const [pod] = podsOf(run, task);
    return { seen: JSON.stringify(pod?.status ?? {}), ...(pod?.spec.nodeName && { result: pod.spec.nodeName }) };
  });
}

/** Ends a run whose pods are where no kubelet is: nobody but us takes them away. */
export function abandon(run: string): void {
  kubectl('-n', namespace, 'patch', 'pipelinerun', run, '--type=merge', '-p', '{"spec":{"status":"Cancelled"}}');
  kubectl(
    '-n',
    namespace,
    'delete',
    'pods',
    '-l',
    `tekton.dev/pipelineRun=${run}`,
    '--field-selector',
    'status.phase=Pending',
    '--force',
    '--grace-period=0',
  );
}
