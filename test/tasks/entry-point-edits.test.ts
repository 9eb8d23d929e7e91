import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

/** An entry point of ours with the defects of NVIDIA's. */
const defective = `#!/bin/bash
set -eu
start() {
    if [ "\${VGPU_LICENSE_SERVER_TYPE}" = "NLS" ]; then
        echo "token"
    fi
    _start_vgpu_topology_daemon
}
stop() {
    echo "Unloading NVIDIA driver kernel modules..."
}
start
stop
`;

/** The entry point as it is in the image of a driver of this type. */
async function mended(text: string, type = 'vgpu') {
  const ran = await runStep(driverImageBuild, 'entry-point', {
    params: {
      'rhel-version': '9.6',
      'driver-type': type,
      'entry-point': `9 nvidia-driver ${createHash('sha256').update(text).digest('hex')} https://example.com/nvidia-driver`,
    },
    files: { '/home/upstream': text },
    programs: { curl: 'while [[ $1 != --output ]]; do shift; done; cp "$HOME/upstream" "$2"' },
  });
  return { ...ran, text: ran.file('work/context/entry-point/nvidia-driver') ?? '' };
}

/** What a script says when it is run, and that it ends well. */
function run(text: string, programs: Readonly<Record<string, string>> = {}): string {
  const folder = mkdtempSync(join(tmpdir(), 'entry-point-'));
  for (const [name, body] of Object.entries({ script: text, ...programs })) writeFileSync(join(folder, name), body, { mode: 0o755 });
  return execFileSync('bash', [join(folder, 'script')], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env.PATH}` },
    stdio: 'pipe',
  });
}

const edits = ['start-topology-daemon', 'stop-topology-daemon', 'license-server-type'];

needs('bash', program('bash'))('the entry point of a vGPU guest driver', () => {
  test('runs to its end, which it did not before it was mended', async () => {
    expect(() => run(defective)).toThrow(/VGPU_LICENSE_SERVER_TYPE: unbound variable/);
    expect(() => run(defective.replaceAll(`\${VGPU`, `\${HOME:-}\${VGPU`).replace('set -eu', 'set -e'))).toThrow(
      /_start_vgpu_topology_daemon: command not found/,
    );
    const { code, log, text } = await mended(defective);
    expect(code).toBe(0);
    expect(log).toContain(edits.map(name => `edit ${name} of the entry point nvidia-driver done\n`).join(''));
    expect(run(text)).toBe('token\nUnloading NVIDIA driver kernel modules...\n');
  });

  test('starts the topology daemon where the runfile has one', async () => {
    const { text } = await mended(defective);
    expect(run(text, { 'nvidia-topologyd': '#!/bin/bash\necho started\n' })).toContain('token\nstarted\n');
  });

  test('stays as it is for other drivers', async () => {
    const { code, text } = await mended(defective, 'passthrough');
    expect([code, text]).toEqual([0, defective]);
  });

  test.each([
    ['not at all', '_start_vgpu_topology_daemon', ':', 'start-topology-daemon', 0, '_start_vgpu_topology_daemon'],
    ['twice', 'start\nstop\n', `start\nstop\n# \${VGPU_LICENSE_SERVER_TYPE}`, 'license-server-type', 2, `\${VGPU_LICENSE_SERVER_TYPE}`],
  ])('stops the build where it has the text of an edit %s', async (_, from, to, name, times, text) => {
    const { code, last } = await mended(defective.replace(from, () => to));
    expect([code, last]).toEqual([
      1,
      `permanent error: the edit ${name} of the entry point nvidia-driver finds its text ${times} times, wanted is once (${text}): take the file that sources.entryPoint has by default, or one that is like it`,
    ]);
  });

  test('stops the build where it is no script any more', async () => {
    const { code, last } = await mended(`${defective}if\n`);
    expect([code, last]).toEqual([
      1,
      'permanent error: the edited entry point nvidia-driver is no script that bash understands: see above',
    ]);
  });
});

// NVIDIA's own file, which is not ours to keep: a path.
const real = process.env.E2E_ENTRYPOINT ?? '';
describe.skipIf(real === '')("NVIDIA's entry point, which E2E_ENTRYPOINT names", () => {
  test('is mended in each place, and changed nowhere else', async () => {
    const before = readFileSync(real, 'utf8');
    const { code, text } = await mended(before);
    expect(code).toBe(0);
    const [old, edited] = [before.split('\n'), text.split('\n')];
    expect(old.filter(line => !edited.includes(line)).length).toBeLessThanOrEqual(edits.length);
    expect(edited.filter(line => !old.includes(line)).map(line => line.trim())).toEqual([
      `if [ "\${VGPU_LICENSE_SERVER_TYPE:-NLS}" = "NLS" ]; then`,
      'if command -v nvidia-topologyd >/dev/null; then nvidia-topologyd; fi',
      'if [ -f /var/run/nvidia-topologyd/nvidia-topologyd.pid ]; then kill "$(< /var/run/nvidia-topologyd/nvidia-topologyd.pid)" && sleep 1 || true; fi',
    ]);
  });
});
