import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';

const reason = 'puts a Secret into the environment, which every process of the container inherits and a crash or a debug log shows';
const fix = 'mount the Secret as a volume, or as a workspace of this step only, and read the file';

/**
 * Secrets in the environment of a container: of a step, the template of steps, a step action or a pod.
 *
 * Source: tektoncd/catlin, pkg/validator/task_validator.go; Kubernetes, Good practices for Secrets.
 */
export function secretsInEnvironment(container: Located): Draft[] {
  return [
    ...container.at('env').items.map(item => item.at('valueFrom', 'secretKeyRef')),
    ...container.at('envFrom').items.map(item => item.at('secretRef')),
  ]
    .filter(({ given }) => given)
    .map(at => warning(at, { rule: 'secret-in-env', reason, fix, see: docs.secrets }));
}
