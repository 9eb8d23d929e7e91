import { expect, test } from 'vitest';
import { driverToolkitLookup } from '../../src/tasks/driver-toolkit-lookup/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const params = { image: 'quay.io/acme/gpu', 'driver-version': '580.105.08' };
const own = { apiVersion: 'tekton.dev/v1', kind: 'PipelineRun', name: 'mine', uid: 'u1' };
const taskRun = { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', metadata: { name: 'mine-lookup', uid: 't1', ownerReferences: [own] } };
const lease = (holderIdentity: string) => ({ metadata: { resourceVersion: '7' }, spec: { holderIdentity } });
const run = (uid: string, status: string) => ({ metadata: { uid }, status: { conditions: [{ type: 'Succeeded', status }] } });

interface Cluster {
  readonly taskRun?: object;
  readonly lease?: object;
  readonly other?: object;
  /** What the API server says to `create` or `replace`. */
  readonly refusal?: string;
  /** What it says to whoever asks for the run that has the lease. */
  readonly unseen?: string;
  /** What it says to whoever reads. */
  readonly forbidden?: string;
}

/** The API server: what was written is there afterwards; a run that is waited for ends meanwhile. */
function oc({ taskRun: task = taskRun, lease: there, other, refusal = '', forbidden = '', unseen = '' }: Cluster): string {
  const show = (object: object | undefined) => (object ? `printf '%s' '${JSON.stringify(object)}'` : ':');
  return `[[ -z '${forbidden}' ]] || { echo '${forbidden}' >&2; exit 1; }
  case "$1 $2" in
    'get taskrun') ${show(task)} ;;
    'get lease') if [[ -f written ]]; then cat written; else ${show(there)}; fi ;;
    'get PipelineRun' | 'get TaskRun') [[ -z '${unseen}' ]] || { echo '${unseen}' >&2; exit 1; }
      if [[ -f slept ]]; then ${show(run('u2', 'True'))}; else ${show(other)}; fi ;;
    'create --namespace' | 'replace --namespace')
      if [[ -n '${refusal}' && ! -f refused ]]; then touch refused; echo '${refusal}' >&2; exit 1; fi
      cp "$5" written ;;
    *) echo "unexpected: $*" >&2; exit 9 ;;
  esac`;
}

function take(cluster: Cluster) {
  const context = { 'context.taskRun.name': 'mine-lookup', 'context.taskRun.namespace': 'ns' };
  const programs = { oc: oc(cluster), sleep: 'touch slept' };
  return runStep(driverToolkitLookup, 'lease', { params, results: { kernel: '5.14' }, context, programs });
}

needs('jq', program('jq'))('the lease of an image', () => {
  test('is taken by the run, as its owner, where nobody has it', async () => {
    const { code, last, file, failure } = await take({});
    expect([code, failure]).toEqual([0, 'none']);
    expect(last).toMatch(/^taking of lease nvidia-driver-[0-9a-f]{20} done in \d+ s$/);
    const written = JSON.parse(file('written') ?? '');
    expect(written).toMatchObject({
      kind: 'Lease',
      metadata: { ownerReferences: [own], annotations: { 'nvidia-driver-pipelines/image': params.image } },
      spec: { holderIdentity: 'PipelineRun/mine/u1' },
    });
    expect(written.spec.acquireTime).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
  });

  test('is taken by the task itself where it was started alone', async () => {
    const { file } = await take({ taskRun: { ...taskRun, metadata: { name: 'mine-lookup', uid: 't1' } } });
    expect(JSON.parse(file('written') ?? '').spec.holderIdentity).toBe('TaskRun/mine-lookup/t1');
  });

  test('is kept where the run has it already, as a further attempt does', async () => {
    const { code, calls } = await take({ lease: lease('PipelineRun/mine/u1') });
    expect(code).toBe(0);
    expect(calls.filter(call => call.startsWith('oc')).map(call => call.split(' ')[1])).toEqual(['get', 'get']);
  });

  test('is waited for while the run that has it is alive, and then taken over', async () => {
    const { code, log, file } = await take({ lease: lease('PipelineRun/other/u2'), other: run('u2', 'Unknown') });
    expect(code).toBe(0);
    expect(log).toContain('PipelineRun/other/u2 is making the same image: waiting until it has ended\n');
    expect(JSON.parse(file('written') ?? '')).toMatchObject({
      metadata: { resourceVersion: '7' },
      spec: { holderIdentity: 'PipelineRun/mine/u1' },
    });
  });

  test.each([
    ['has ended', run('u2', 'False')],
    ['is gone', undefined],
    ['was made again under the same name', run('u3', 'Unknown')],
  ])('is taken over at once where the run that had it %s', async (_, other) => {
    const { code, log } = await take({ lease: lease('PipelineRun/other/u2'), ...(other && { other }) });
    expect(code).toBe(0);
    expect(log).not.toContain('waiting');
  });

  test.each(['Error from server (AlreadyExists): leases "x" already exists', 'Error from server (Conflict): the object has been modified'])(
    'is looked at again where another run was faster: %s',
    async refusal => {
      expect((await take({ refusal })).code).toBe(0);
      expect((await take({ refusal, lease: lease('') })).code).toBe(0);
    },
  );

  test('is not taken from a run that cannot be seen', async () => {
    const { code, last, calls } = await take({ lease: lease('PipelineRun/other/u2'), unseen: 'dial tcp: i/o timeout' });
    expect([code, last]).toEqual([
      75,
      'transient error: PipelineRun other cannot be read: dial tcp: i/o timeout (7 tries): see that it can be reached from the cluster, then run again',
    ]);
    expect(calls.join()).not.toMatch(/oc (create|replace)/);
  });

  test('cannot be taken without the rights for it, and says which', async () => {
    const forbidden = 'Error from server (Forbidden): taskruns is forbidden';
    expect(await take({ forbidden })).toMatchObject({
      code: 1,
      last: 'permanent error: taskrun mine-lookup cannot be read: Error from server (Forbidden): taskruns is forbidden: let this service account get taskruns and pipelineruns, and get, create and update leases',
    });
    const { code, last } = await take({ refusal: 'Error from server (Forbidden): leases is forbidden' });
    expect(code).toBe(1);
    expect(last).toMatch(
      /^permanent error: lease nvidia-driver-\w+ cannot be written: Error from server \(Forbidden\): leases is forbidden: let this/,
    );
  });
});
