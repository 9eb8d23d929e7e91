// The public API: typed Tekton, the rules of drivers, the tasks and pipeline as constructs, and the configuration.
export type { Config, RhelRepository, Subscription, Target, Upgrade } from './config/config';
export { ConfigError } from './config/config-error';
export { type Origin as ConfigOrigin, originOf } from './config/origin';
export { parseConfig, readConfig } from './config/read-config';
export { AlertsChart } from './deployment/alerts-chart';
export { buildEvent, buildsOf } from './deployment/build-event';
export { ClusterChart } from './deployment/cluster-chart';
export { CoverageChart } from './deployment/coverage-chart';
export { configurationOf, type DriverImagePipeline, driverImageRun, type WantedImage } from './deployment/driver-image-run';
export { EntitlementChart } from './deployment/entitlement-chart';
export { KnativeChart } from './deployment/knative-chart';
export { ListenerChart } from './deployment/listener-chart';
export { ManifestError } from './deployment/manifest-findings';
export type { Written } from './deployment/next-steps';
export { NodeFeatureRuleChart } from './deployment/node-feature-rule-chart';
export { clusterPolicyPatch, nvidiaDriver } from './deployment/nvidia-driver';
export { PipelineChart } from './deployment/pipeline-chart';
export { RegistryChart } from './deployment/registry-chart';
export { RunChart } from './deployment/run-chart';
export { synth } from './deployment/synth';
export { WatcherChart } from './deployment/watcher-chart';
export * from './driver/combination';
export type { Combination, CombinationRule, Conditions, VersionRange } from './driver/combination-rule';
export { combinationRules } from './driver/combination-rules';
export * from './driver/cuda';
export * from './driver/driver-type';
export * from './driver/driver-version';
export * from './driver/entry-point';
export * from './driver/gpu-generation';
export * from './driver/guest-packages';
export * from './driver/image-tag';
export * from './driver/kernel';
export * from './driver/module-flavour';
export * from './driver/os-tag';
export * from './driver/package-names';
export * from './driver/platform';
export * from './driver/release';
export * from './driver/rhel-version';
export { nvidiaDriverImage } from './pipelines/nvidia-driver-image/pipeline';
export { driverImageTasks } from './pipelines/nvidia-driver-image/tasks';
export type { Finding as FileFinding } from './source/finding';
export { driverImageBuild } from './tasks/driver-image-build/task';
export { driverImagePreflight } from './tasks/driver-image-preflight/task';
export { driverImagePush } from './tasks/driver-image-push/task';
export { driverToolkitLookup } from './tasks/driver-toolkit-lookup/task';
export { type StepImages, stepImages } from './tasks/images';
export { kmodBuild } from './tasks/kmod-build/task';
export { nvidiaDriverApply } from './tasks/nvidia-driver-apply/task';
export type * from './tekton/affinity';
export type {
  Arguments,
  ComputeResources,
  ContainerSettings,
  Environment,
  EnvSource,
  KeySelector,
  ResourceList,
  Runs,
  SecurityContext,
  StepValue,
} from './tekton/container';
export * from './tekton/context';
export type {
  ArrayParam,
  ArrayResult,
  ObjectParam,
  ObjectResult,
  Param,
  ParamArguments,
  Result,
  StringParam,
  StringResult,
  Workspace,
  WorkspaceArguments,
} from './tekton/declaration';
export type { Finding, ObjectReference as JudgedObject, Severity } from './tekton/findings/finding';
export { type FindingsOptions, findings } from './tekton/findings/findings';
export type { Manifest, PodValue, RunName, RunValue } from './tekton/manifest';
export type { Metadata } from './tekton/metadata';
export { Pipeline, type PipelineProps, type PipelineSource } from './tekton/pipeline';
export * from './tekton/pipeline-run';
export {
  type Failure,
  type FinallyOrigin,
  type Matrix,
  type MatrixResults,
  orSkip,
  type PipelineTask,
  type PipelineTaskOptions,
  type PipelineTaskWorkspaces,
  type TaskOrigin,
} from './tekton/pipeline-task';
export { type PodSecurityContext, type PodTemplate, taskRunParams } from './tekton/pod-template';
export {
  ArrayReference,
  type ArrayValue,
  type Declared,
  ObjectReference,
  type ObjectValue,
  type Origin,
  type Properties,
  Reference,
  type References,
  type Value,
  type ValueType,
} from './tekton/reference';
export * from './tekton/resolver';
export type { RunResources, SidecarSpec, StepSpec } from './tekton/run-resources';
export type { Probe, Sidecar } from './tekton/sidecar';
export { type Step, type StepOfAction, type StepOptions, type StepWithResults, type StepWorkspace, stepWithResults } from './tekton/step';
export * from './tekton/step-action';
export { type StepsAndResults, type StepTemplate, Task, type TaskProps, type TaskScope, type TaskSource } from './tekton/task';
export * from './tekton/task-run';
export type { CelBoolean, CelList, CelNumber, CelOptional, CelString } from './tekton/triggers/cel';
export type { CelEvent, CelField, CelObject } from './tekton/triggers/cel-event';
export { type CelProps, cel } from './tekton/triggers/cel-interceptor';
export { type FieldType, type ObjectShape, type Shape, TriggerEvent, type TriggerEventProps } from './tekton/triggers/event';
export {
  EventListener,
  type EventListenerProps,
  type ListenerResources,
  type TriggerGroup,
  type TriggerSelector,
} from './tekton/triggers/event-listener';
export { EventList, EventValue, type Presence } from './tekton/triggers/event-value';
export {
  bitbucket,
  type GitHubProps,
  github,
  gitlab,
  type Interceptor,
  interceptor,
  type SecretRef,
  slack,
  type WebhookProps,
} from './tekton/triggers/interceptor';
export type { BindingParams, TemplateArguments, TemplateParam, TemplateValue } from './tekton/triggers/template-param';
export { Trigger, type TriggerProps } from './tekton/triggers/trigger';
export { type Binding, clusterTriggerBinding, TriggerBinding, type TriggerBindingProps } from './tekton/triggers/trigger-binding';
export { eventUid, TriggerTemplate, type TriggerTemplateProps } from './tekton/triggers/trigger-template';
export { type ProjectedSource, type Volume, type VolumeItem, type VolumeMount, VolumeReference } from './tekton/volume';
export type { When } from './tekton/when';
export type { VolumeClaimTemplate, WorkspaceBinding, WorkspaceBindings } from './tekton/workspace-binding';
