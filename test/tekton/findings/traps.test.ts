import { describe, expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { renderPath } from '../../../src/source/path';
import { type FindingsOptions, findings } from '../../../src/tekton/findings/findings';

/** What is said of manifests, a line each. */
function said(text: string, options?: FindingsOptions): string[] {
  const manifests = parseAllDocuments(text).map(document => document.toJS() as unknown);
  return findings(manifests, options).map(
    ({ severity, object, path, reason, fix, rule }) => `${severity} ${object.kind} ${renderPath(path)} ${reason} → ${fix} (${rule})`,
  );
}

const task = (spec: string, name = 'build') => `{apiVersion: tekton.dev/v1, kind: Task, metadata: {name: ${name}}, spec: {${spec}}}`;
const pipeline = (spec: string) => `{apiVersion: tekton.dev/v1, kind: Pipeline, metadata: {name: release}, spec: {${spec}}}`;
const run = (spec: string) => `{apiVersion: tekton.dev/v1, kind: PipelineRun, metadata: {generateName: release-}, spec: {${spec}}}`;
const step = "{name: a, image: busybox, script: 'echo'}";

interface Trap {
  readonly trap: string;
  /** Manifests in which it is. */
  readonly wrong: string;
  /** All that is said of them. */
  readonly says: readonly string[];
  /** The same without it: nothing is said. */
  readonly right: string;
  readonly options?: FindingsOptions;
}

const alone: readonly Trap[] = [
  {
    trap: 'a result that no step writes',
    wrong: task(`results: [{name: digest, description: x}], steps: [${step}]`),
    says: [
      'warning Task spec.results[0].name is written by no step, so that whoever uses it fails → give $(results.digest.path) to a step that writes it, or remove the result (result-not-written)',
    ],
    right: task(
      'results: [{name: digest}], steps: [{name: a, image: b, script: x, env: [{name: F, value: $(results.digest.path)}]}, {name: c, image: b, script: x}]',
    ),
  },
  {
    trap: 'a result of a step that is the result of the task',
    wrong: task('results: [{name: a}], steps: [{name: a, image: b, script: x, results: [{name: a}]}]'),
    says: [
      'warning Task spec.results[0].name is written by no step, so that whoever uses it fails → give $(results.a.path) to a step that writes it, or remove the result (result-not-written)',
    ],
    right: task(
      "results: [{name: a, value: $(steps.a.results.a)}], steps: [{name: a, image: b, script: 'echo > $(step.results.a.path)', results: [{name: a}]}]",
    ),
  },
  {
    trap: 'a secret in the environment of a step',
    wrong: task(
      'steps: [{name: a, image: b, script: x, env: [{name: T, valueFrom: {secretKeyRef: {name: s, key: k}}}], envFrom: [{secretRef: {name: s}}]}]',
    ),
    says: [
      'warning Task spec.steps[0].env[0].valueFrom.secretKeyRef puts a secret into the environment, which every program that the step starts can read and print → mount the Secret as a volume, in the step that needs it (secret-in-env)',
      'warning Task spec.steps[0].envFrom[0].secretRef puts a secret into the environment, which every program that the step starts can read and print → mount the Secret as a volume, in the step that needs it (secret-in-env)',
    ],
    right: task(
      'volumes: [{name: s, secret: {secretName: s}}], steps: [{name: a, image: b, script: x, volumeMounts: [{name: s, mountPath: /s}], env: [{name: T, valueFrom: {configMapKeyRef: {name: s, key: k}}}]}]',
    ),
  },
  {
    trap: 'a param inside a script',
    wrong: task("params: [{name: tag}], steps: [{name: a, image: b, script: 'echo $(params.tag)'}]"),
    says: [
      'warning Task spec.steps[0].script has $(params.tag), which is replaced before the shell reads it: a value can become code → pass it by env, and read the variable (script-variable)',
    ],
    right: task(
      "params: [{name: tag}], steps: [{name: a, image: b, script: 'echo $TAG $(date)', env: [{name: TAG, value: $(params.tag)}]}]",
    ),
  },
  {
    trap: "a step that runs the image's own entry point",
    wrong: task('steps: [{name: a, image: b, args: [x]}]'),
    says: [
      "warning Task spec.steps[0] runs the image's own entry point, which Tekton looks up in the registry: it fails where only the node may pull → write command or script (step-entrypoint)",
    ],
    right: task('steps: [{name: a, image: b, command: [x]}, {name: c, ref: {name: d}}]'),
  },
  {
    trap: 'a finally task that uses a result of a task that may be skipped, or of one that is skipped with it',
    wrong: pipeline(
      'tasks: [{name: a, taskRef: {name: t}, when: [{input: x, operator: in, values: [y]}]}, {name: b, taskRef: {name: t}, params: [{name: p, value: $(tasks.a.results.r)}]}], finally: [{name: c, taskRef: {name: t}, params: [{name: p, value: $(tasks.b.results.r)}]}]',
    ),
    says: [
      'warning Pipeline spec.finally[0].params[0].value is a result of b, which may be skipped: then this task is skipped, too → use a value that is always there, such as a param, or the status of the task (skipped-in-finally)',
    ],
    right: pipeline(
      'tasks: [{name: a, taskRef: {name: t}, when: [{input: x, operator: in, values: [y]}]}, {name: b, taskRef: {name: t}, runAfter: [a]}], finally: [{name: c, taskRef: {name: t}, params: [{name: p, value: $(tasks.b.results.r)}, {name: q, value: $(tasks.a.status)}]}]',
    ),
  },
  {
    trap: 'a matrix without values, or whose values are empty by default',
    wrong: pipeline(
      'params: [{name: all, type: array, default: []}], tasks: [{name: a, taskRef: {name: t}, matrix: {params: [{name: p, value: []}, {name: q, value: ["$(params.all[*])"]}]}}, {name: b, taskRef: {name: t}, matrix: {params: [{name: q, value: "$(params.all[*])"}]}}]',
    ),
    says: [
      'warning Pipeline spec.tasks[0].matrix.params[0].value is empty: the task is skipped → give it at least one value, or make sure that nothing relies on the task (empty-matrix)',
      'warning Pipeline spec.tasks[1].matrix.params[0].value is empty unless a run gives it: the task is skipped → give it at least one value, or make sure that nothing relies on the task (empty-matrix)',
    ],
    right: pipeline(
      'params: [{name: all, type: array, default: [x]}], tasks: [{name: b, taskRef: {name: t}, matrix: {params: [{name: q, value: "$(params.all[*])"}]}}]',
    ),
  },
  {
    trap: 'placement of single tasks, or variables in the placement of all, beside a claim',
    wrong: run(
      'pipelineRef: {name: p}, workspaces: [{name: w, persistentVolumeClaim: {claimName: c}}], taskRunTemplate: {podTemplate: {nodeSelector: {a: $(params.b)}}}, taskRunSpecs: [{pipelineTaskName: t, podTemplate: {nodeSelector: {a: b}}}]',
    ),
    says: [
      'warning PipelineRun spec.taskRunTemplate.podTemplate.nodeSelector.a is not replaced in the pod of the affinity assistant, which a claim brings → write the value itself (affinity-assistant)',
      'warning PipelineRun spec.taskRunSpecs[0].podTemplate.nodeSelector is not known to the affinity assistant, which binds tasks with a claim to the node of a placeholder: on another node they wait for ever → write it in taskRunTemplate.podTemplate, or do without the claim (affinity-assistant)',
    ],
    right: run(
      'pipelineRef: {name: p}, workspaces: [{name: w, emptyDir: {}}], taskRunSpecs: [{pipelineTaskName: t, podTemplate: {nodeSelector: {a: b}}}]',
    ),
  },
  {
    trap: 'variables in the placement of a task, for a Tekton that does not replace them',
    wrong: run('pipelineRef: {name: p}, taskRunSpecs: [{pipelineTaskName: t, podTemplate: {nodeSelector: {a: $(params.b)}}}]'),
    says: [
      'warning PipelineRun spec.taskRunSpecs[0].podTemplate.nodeSelector.a has a variable, which Tekton replaces here since 1.3.0: 1.0.0, which this is to run on, does not → write the value itself, or run Tekton 1.3.0 or later (newer-variable)',
    ],
    right: run('pipelineRef: {name: p}, taskRunSpecs: [{pipelineTaskName: t, podTemplate: {nodeSelector: {a: b}}}]'),
    options: { minVersion: '1.0.0' },
  },
  {
    trap: 'a binding of something that no event has',
    wrong:
      '{apiVersion: triggers.tekton.dev/v1beta1, kind: TriggerBinding, metadata: {name: b}, spec: {params: [{name: a, value: $(params.x)}]}}',
    says: [
      'warning TriggerBinding spec.params[0].value has $(params.x), which is nothing of an event: it stays as it is → write $(body.…), $(header.…), $(extensions.…) or $(context.eventID) (binding-variable)',
    ],
    right:
      '{apiVersion: triggers.tekton.dev/v1beta1, kind: TriggerBinding, metadata: {name: b}, spec: {params: [{name: a, value: $(body.x) $(header.y)}]}}',
  },
  {
    trap: 'a value of the event in a template, and an object that would be refused when an event creates it',
    wrong:
      '{apiVersion: triggers.tekton.dev/v1beta1, kind: TriggerTemplate, metadata: {name: t}, spec: {resourcetemplates: [{apiVersion: tekton.dev/v1, kind: PipelineRun, metadata: {generateName: a-}, spec: {pipelineReff: {name: p}, params: [{name: a, value: $(body.x)}]}}]}}',
    says: [
      'warning TriggerTemplate spec.resourcetemplates[0].spec.pipelineReff is not a field that Tekton 1.15.0 knows here → write pipelineRef (unknown-field)',
      'warning TriggerTemplate spec.resourcetemplates[0].spec.params[0].value has $(body.x), which only bindings replace: here it stays as it is → declare a param, let a binding give it the value, and write $(tt.params.…) (template-event-value)',
      'warning TriggerTemplate spec.resourcetemplates[0].spec.pipelineRef is missing, and there is no pipelineSpec → say what to run (one-definition)',
    ],
    right:
      "{apiVersion: triggers.tekton.dev/v1beta1, kind: TriggerTemplate, metadata: {name: t}, spec: {params: [{name: x}], resourcetemplates: [{apiVersion: tekton.dev/v1, kind: PipelineRun, metadata: {name: 'a-$(tt.params.x)'}, spec: {pipelineRef: {name: p}, timeouts: {pipeline: $(tt.params.x)}, params: [{name: a, value: $(tt.params.x)}]}}]}}",
  },
];

const declared = task(
  `params: [{name: image}, {name: flags, type: array}, {name: tag, default: x}], workspaces: [{name: source}, {name: cache, optional: true}], results: [{name: digest}], steps: [{name: a, image: b, script: x, env: [{name: F, value: $(results.digest.path)}]}]`,
);
const wellCalled = pipeline(
  'params: [{name: url}], workspaces: [{name: s}], tasks: [{name: b, taskRef: {name: build}, params: [{name: image, value: x}, {name: flags, value: [y]}], workspaces: [{name: source, workspace: s}]}], results: [{name: d, value: $(tasks.b.results.digest)}]',
);

const template =
  '{apiVersion: triggers.tekton.dev/v1beta1, kind: TriggerTemplate, metadata: {name: t}, spec: {params: [{name: revision}], resourcetemplates: [{apiVersion: v1, kind: ConfigMap, metadata: {generateName: a-}, data: {a: $(tt.params.revision)}}]}}';
const trigger = (binding: string, name = 'push') =>
  `{apiVersion: triggers.tekton.dev/v1beta1, kind: Trigger, metadata: {name: ${name}}, spec: {template: {ref: t}, bindings: [${binding}]}}`;

const together: readonly Trap[] = [
  {
    trap: 'a task that gets other params and workspaces than it declares, and a result that it does not give',
    wrong: `${declared}\n---\n${pipeline('workspaces: [{name: s}], tasks: [{name: b, taskRef: {name: build}, params: [{name: imag, value: x}, {name: flags, value: y}], workspaces: [{name: sources, workspace: s}]}], results: [{name: d, value: $(tasks.b.results.digset)}]')}`,
    says: [
      'warning Pipeline spec.tasks[0].params lacks image, which the Task build needs → give the param image a value (param-missing)',
      'warning Pipeline spec.tasks[0].params[0].name is no param of the Task build → write image (param-in-vain)',
      'warning Pipeline spec.tasks[0].params[1].value is string, where the Task build wants array → write a list of texts (param-value-type)',
      'warning Pipeline spec.tasks[0].workspaces lacks source, which the Task build needs → bind the workspace source (workspace-missing)',
      'warning Pipeline spec.tasks[0].workspaces[0].name is no workspace of the Task build → write source (workspace-in-vain)',
      'warning Pipeline spec.results[0].value uses $(tasks.b.results.digset), which the task does not declare → write digest (result-unknown)',
    ],
    right: `${declared}\n---\n${wellCalled}`,
  },
  {
    trap: 'a param of the matrix that the task does not declare',
    wrong: `${task(`params: [{name: os}], steps: [${step}]`)}\n---\n${pipeline('tasks: [{name: b, taskRef: {name: build}, matrix: {params: [{name: so, value: [x]}]}}]')}`,
    says: [
      'warning Pipeline spec.tasks[0].matrix.params[0].name is no param of the Task build → remove it (param-in-vain)',
      'warning Pipeline spec.tasks[0].params lacks os, which the Task build needs → give the param os a value (param-missing)',
    ],
    right: `${task(`params: [{name: os}], steps: [${step}]`)}\n---\n${pipeline('tasks: [{name: b, taskRef: {name: build}, matrix: {params: [{name: os, value: [x]}]}}]')}`,
  },
  {
    trap: 'a run that does not give what its pipeline declares',
    wrong: `${wellCalled}\n---\n${run('pipelineRef: {name: release}, params: [{name: uri, value: x}]')}`,
    says: [
      'warning PipelineRun spec.params lacks url, which the Pipeline release needs → give the param url a value (param-missing)',
      'warning PipelineRun spec.params[0].name is no param of the Pipeline release → write url (param-in-vain)',
      'warning PipelineRun spec.workspaces lacks s, which the Pipeline release needs → bind the workspace s (workspace-missing)',
    ],
    right: `${wellCalled}\n---\n${run('pipelineRef: {name: release}, params: [{name: url, value: x}], workspaces: [{name: s, emptyDir: {}}]')}`,
  },
  {
    trap: 'a run that ends before its longest task may',
    wrong: `${pipeline('tasks: [{name: b, timeout: 2h, taskRef: {name: t}}]')}\n---\n${run('pipelineRef: {name: release}')}`,
    says: [
      'warning PipelineRun spec.timeouts.pipeline is missing: the run ends after 60 minutes, though b may take 2h → write how long the whole run may take (default-timeout)',
    ],
    right: `${pipeline('tasks: [{name: b, timeout: 2h, taskRef: {name: t}}]')}\n---\n${run('pipelineRef: {name: release}, timeouts: {pipeline: 3h}')}`,
  },
  {
    trap: 'a task with two claims',
    wrong: run(
      'workspaces: [{name: x, persistentVolumeClaim: {claimName: a}}, {name: y, persistentVolumeClaim: {claimName: b}}], pipelineSpec: {workspaces: [{name: x}, {name: y}], tasks: [{name: b, taskRef: {name: t}, workspaces: [{name: x}, {name: z, workspace: y}]}]}',
    ),
    says: [
      'warning PipelineRun spec.workspaces[1] is a second claim of the task b (x, y), where the affinity assistant allows one → put both into one claim, by subPath (two-claims)',
    ],
    right: run(
      'workspaces: [{name: x, persistentVolumeClaim: {claimName: a}}, {name: y, emptyDir: {}}], pipelineSpec: {workspaces: [{name: x}, {name: y}], tasks: [{name: b, taskRef: {name: t}, workspaces: [{name: x}, {name: z, workspace: y}]}]}',
    ),
  },
  {
    trap: 'a TaskRun that does not give what its task declares',
    wrong: `${declared}\n---\n{apiVersion: tekton.dev/v1, kind: TaskRun, metadata: {name: r}, spec: {taskRef: {name: build}, params: [{name: image, value: x}], workspaces: [{name: source, emptyDir: {}}]}}`,
    says: ['warning TaskRun spec.params lacks flags, which the Task build needs → give the param flags a value (param-missing)'],
    right: `${declared}\n---\n{apiVersion: tekton.dev/v1, kind: TaskRun, metadata: {name: r}, spec: {taskRef: {name: build}, params: [{name: image, value: x}, {name: flags, value: [y]}], workspaces: [{name: source, emptyDir: {}}]}}`,
  },
  {
    trap: 'a trigger that gives other params than its template declares',
    wrong: `${template}\n---\n${trigger('{name: revison, value: $(body.after)}')}`,
    says: [
      'warning Trigger spec.bindings lacks revision, which the template needs: $(tt.params.revision) stays as it is → give the param revision a value (binding-missing)',
      'warning Trigger spec.bindings[0].name is no param of the template → write revision (binding-in-vain)',
    ],
    right: `${template}\n---\n${trigger('{name: revision, value: $(body.after)}')}\n---\n${trigger('{ref: somebodys, kind: ClusterTriggerBinding}', 'other')}`,
  },
];

describe.each([...alone, ...together])('$trap', ({ wrong, says, right, options }) => {
  test('is told, and nothing else', () => expect(said(wrong, options)).toEqual(says));
  test('nothing is said without it', () => expect(said(right, options)).toEqual([]));
});

test('two objects of one name, of which nobody knows which is meant, are passed over', () => {
  const called = `${declared}\n---\n${declared}\n---\n${pipeline('tasks: [{name: b, taskRef: {name: build}}]')}`;
  expect(said(called)).toEqual([]);
});
