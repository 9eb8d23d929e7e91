import { expect, test } from 'vitest';
import { refuseTektonVariables } from '../../src/tasks/script';

test.each(['params.image', 'params["image"]', 'results.digest.path', 'workspaces.source.path', 'context.taskRun.name'])(
  'a script that holds the Tekton variable %s is refused, with its file and line',
  name => {
    expect(() => refuseTektonVariables('tasks/some/step.sh', `#!/usr/bin/env bash\n\necho "$(${name})"\n`)).toThrow(
      new Error(`src/tasks/some/step.sh:3: "$(${name})" would be replaced before the shell reads it; pass the value by the step's env`),
    );
  },
);

test('what the shell itself replaces is allowed', () => {
  expect(() => refuseTektonVariables('tasks/some/step.sh', 'echo "$(date)" "$image" "$((1 + 2))"\n')).not.toThrow();
});
