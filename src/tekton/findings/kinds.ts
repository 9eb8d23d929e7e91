import { metadata } from './shapes/metadata';
import { pipelineSpec } from './shapes/pipeline';
import { pipelineRunSpec, taskRunSpecFields } from './shapes/run';
import { decoded, type Fields, object, type Shape } from './shapes/shape';
import { stepActionSpec, taskSpec } from './shapes/task';
import { eventListenerSpec, triggerBindingSpec, triggerSpec, triggerTemplateSpec } from './shapes/trigger';

/** The kinds that are judged. */
export type Kind =
  | 'Task'
  | 'StepAction'
  | 'Pipeline'
  | 'PipelineRun'
  | 'TaskRun'
  | 'TriggerBinding'
  | 'ClusterTriggerBinding'
  | 'TriggerTemplate'
  | 'Trigger'
  | 'EventListener';

interface KindDefinition {
  readonly apiVersion: string;
  readonly shape: Shape;
}

const pipelines = 'tekton.dev';
const triggers = 'triggers.tekton.dev';

function top(spec: Fields): Fields {
  // The cluster writes the status, and drops what is sent as one.
  return { apiVersion: 'text', kind: 'text', metadata, spec: object(spec), status: 'anything' };
}

function pipelinesKind(version: string, spec: Fields): KindDefinition {
  return { apiVersion: `${pipelines}/${version}`, shape: object(top(spec)) };
}

/** The CRDs of Triggers have no schema: all that is known of them, the webhook knows. */
function triggersKind(spec: Fields): KindDefinition {
  return { apiVersion: `${triggers}/v1beta1`, shape: decoded(() => object(top(spec))) };
}

/** The version of each kind that is judged, and what it may hold. */
export const kinds: Readonly<Record<Kind, KindDefinition>> = {
  Task: pipelinesKind('v1', taskSpec),
  StepAction: pipelinesKind('v1beta1', stepActionSpec),
  Pipeline: pipelinesKind('v1', pipelineSpec),
  PipelineRun: pipelinesKind('v1', pipelineRunSpec),
  TaskRun: pipelinesKind('v1', taskRunSpecFields),
  TriggerBinding: triggersKind(triggerBindingSpec),
  ClusterTriggerBinding: triggersKind(triggerBindingSpec),
  TriggerTemplate: triggersKind(triggerTemplateSpec),
  Trigger: triggersKind(triggerSpec),
  EventListener: triggersKind(eventListenerSpec),
};

/** Older and smaller versions that clusters serve too, by API version; they are not judged. */
export const servedOtherwise: Readonly<Record<string, readonly string[]>> = {
  [`${pipelines}/v1beta1`]: ['Task', 'TaskRun', 'Pipeline', 'PipelineRun', 'CustomRun'],
  [`${pipelines}/v1alpha1`]: ['StepAction', 'VerificationPolicy'],
  [`${triggers}/v1alpha1`]: [
    'ClusterInterceptor',
    'Interceptor',
    'ClusterTriggerBinding',
    'EventListener',
    'Trigger',
    'TriggerBinding',
    'TriggerTemplate',
  ],
};

/** Whether a kind of that name is judged in some version. */
export function isKind(name: string): name is Kind {
  return Object.hasOwn(kinds, name);
}

/** Whether an API version belongs to Tekton Pipelines or Triggers. */
export function isTekton(apiVersion: string): boolean {
  return apiVersion.startsWith(`${pipelines}/`) || apiVersion.startsWith(`${triggers}/`);
}
