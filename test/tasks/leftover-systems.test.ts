import { expect, test } from 'vitest';
import { driverImageBuild } from '../../src/tasks/driver-image-build/task';
import { needs, program } from '../support/needs';
import { runStep } from '../support/run-step';

const params = { 'system-name': 'nvidia-driver-pipelines-run-1' };
const context = {
  'context.taskRun.name': 'run-build',
  'context.taskRun.uid': 'uid-1',
  'context.taskRun.namespace': 'builds',
};

needs('bash and jq', program('bash') && program('jq'))('the event about the registration', () => {
  const announce = (oc: string, subscription = 'activation-key') =>
    runStep(driverImageBuild, 'announce', { params: { ...params, subscription }, context, programs: { oc } });

  test('is about the TaskRun, and has the name of the system with the command that removes it', async () => {
    const { code, log, calls, file } = await announce('cp "$3" /work/event');
    expect(log).toBe('event RegistersAtRedHat of TaskRun run-build names system nvidia-driver-pipelines-run-1\n');
    expect(code).toBe(0);
    expect(calls).toEqual([expect.stringMatching(/^oc create --filename \/tmp\.\w+$/)]);
    const event: { message: string; firstTimestamp: string; lastTimestamp: string } = JSON.parse(file('work/event') ?? '');
    const { message, firstTimestamp, lastTimestamp, ...rest } = event;
    expect(rest).toEqual({
      apiVersion: 'v1',
      kind: 'Event',
      metadata: { generateName: 'run-build.', namespace: 'builds' },
      involvedObject: { apiVersion: 'tekton.dev/v1', kind: 'TaskRun', name: 'run-build', namespace: 'builds', uid: 'uid-1' },
      type: 'Normal',
      reason: 'RegistersAtRedHat',
      source: { component: 'nvidia-driver-pipelines' },
      count: 1,
    });
    expect(Date.parse(firstTimestamp)).toBe(Date.parse(lastTimestamp));
    expect(message).toMatch(
      /^registers system nvidia-driver-pipelines-run-1 at Red Hat until the build ends; should it stay: with an offline token of .* -X DELETE https:\/\/api\.access\.redhat\.com\/management\/v1\/systems\/\{\}; rm authorization$/,
    );
  });

  test('that cannot be created is a warning, and the build goes on', async () => {
    const { code, log } = await announce(`echo 'error: events is forbidden: User "x" cannot create resource' >&2; exit 1`);
    expect(log.trimEnd().split('\n').at(-1)).toBe(
      'warning: no event names system nvidia-driver-pipelines-run-1: events is forbidden: User "x" cannot create resource: let this service account create events',
    );
    expect(code).toBe(0);
  });

  test.each(['entitlement', 'none'])('is not there with the subscription %s, which registers nothing', async subscription => {
    const { code, log, calls } = await announce('', subscription);
    expect([code, log, calls]).toEqual([0, '', ['']]);
  });
});

const hoursAgo = (hours: number) => new Date(Date.now() - hours * 3_600_000).toISOString();
const old = hoursAgo(25);

/** Red Hat's single sign-on and API, told apart by their URLs: pages of systems, and what a request is answered with before that. */
const curl = (pages: readonly (readonly object[])[], before = '') => `
while (($# > 1)); do
  case $1 in
    --output) file=$2 ;;
    --request) method=$2 ;;
    --header) cat "\${2#@}" >>/work/headers ;;
    --data-urlencode) cat "\${2#*@}" >>/work/tokens ;;
  esac
  shift
done
${before}
printf 200
case $1 in
  */token) echo '{"access_token": "hunter-access"}' >"$file" ;;
  *offset=*) jq -c --argjson page "$((\${1##*=} / 100))" '{body: (.[$page] // [])}' <<'PAGES' >"$file"
${JSON.stringify(pages)}
PAGES
  ;;
  *) echo "$method" >"$file" ;;
esac`;

const token = { '/secrets/rhsm-api-token/offline-token': 'hunter-offline\n' };

needs('bash and jq', program('bash') && program('jq'))('the search for systems of earlier builds', () => {
  const forget = async (stub: string, files: Readonly<Record<string, string>> = token, subscription = 'activation-key', traced = false) => {
    const ran = await runStep(driverImageBuild, 'forget', {
      params: { ...params, subscription },
      files: { ...files, '/ca/ca-bundle.crt': '' },
      programs: { curl: stub },
      traced,
    });
    const said = ran.log.split('\n').filter(line => line !== '');
    return { ...ran, said, asked: ran.calls.filter(call => call.startsWith('curl')).map(call => call.split(' ').at(-1)) };
  };
  const api = 'https://api.access.redhat.com/management/v1/systems';
  const sso = 'https://sso.redhat.com/auth/realms/redhat-external/protocol/openid-connect/token';
  const system = (uuid: string, name: string, lastCheckin?: string) => ({ uuid, name, lastCheckin });

  test('removes those of this run, and ours that are silent for a day; never one that may be alive, or another one', async () => {
    const { code, said, asked, calls, file } = await forget(
      curl([
        [
          system('a', 'nvidia-driver-pipelines-run-1', hoursAgo(0)),
          system('b', 'nvidia-driver-pipelines-run-2', old),
          system('c', 'nvidia-driver-pipelines-run-3', hoursAgo(23)),
          system('d', 'nvidia-driver-pipelines-run-4'),
          system('e', 'database', old),
        ],
      ]),
    );
    expect(said).toEqual([
      'system nvidia-driver-pipelines-run-1 of an earlier build is removed',
      'system nvidia-driver-pipelines-run-2 of an earlier build is removed',
      expect.stringMatching(/^search for systems of earlier builds done in \d+ s$/),
    ]);
    expect(code).toBe(0);
    expect(asked).toEqual([sso, `${api}?limit=100&offset=0`, `${api}/a`, `${api}/b`]);
    expect(calls.filter(call => call.includes('--request DELETE'))).toHaveLength(2);
    expect(file('work/tokens')).toBe('hunter-offline');
    expect(file('work/headers')).toBe('Authorization: Bearer hunter-access\n'.repeat(3));
  });

  test('shows neither token to anybody, also where the script is traced', async () => {
    const stub = curl([[system('b', 'nvidia-driver-pipelines-run-2', old)]], 'env >>/work/seen');
    const { log, calls, file } = await forget(stub, token, 'activation-key', true);
    expect(log).toContain('system nvidia-driver-pipelines-run-2 of an earlier build is removed\n');
    expect(`${log}${calls.join('\n')}${file('work/seen')}`).not.toMatch(/hunter/);
  });

  test('looks at every page', async () => {
    const many = Array.from({ length: 100 }, (_, index) => system(`x${index}`, 'database', old));
    const { asked } = await forget(curl([many, [system('b', 'nvidia-driver-pipelines-run-2', old)]]));
    expect(asked).toEqual([sso, `${api}?limit=100&offset=0`, `${api}?limit=100&offset=100`, `${api}/b`]);
  });

  test.each([
    ['there is no token', {}, 'activation-key'],
    ['nothing is registered', token, 'none'],
  ])('asks nobody where %s', async (_, files, subscription) => {
    const { code, said, asked } = await forget(curl([]), files, subscription);
    expect([code, said, asked]).toEqual([0, [], []]);
  });

  const refused = (url: string) => `case $1 in ${url}) echo 'curl: (22) The requested URL returned error: 403' >&2; exit 22 ;; esac`;
  const why = 'curl error 22: The requested URL returned error: 403';
  const stay = 'systems of earlier builds may stay registered';

  test.each([
    ['gives no token', refused('*/token'), `warning: no access token for Red Hat's API at ${sso}: ${why}: ${stay}`],
    [
      'lists nothing',
      refused('*offset=*'),
      `warning: the systems at https://api.access.redhat.com/management/v1 cannot be listed: ${why}: ${stay}`,
    ],
    [
      'has another kind of token',
      `case $1 in */token) printf 200; echo '{}' >"$file"; exit ;; esac`,
      expect.stringMatching(
        /^warning: the answer of \S+\/token is not understood: .*no access_token in it.*: systems of earlier builds may/,
      ),
    ],
    [
      'answers with a page of HTML',
      `case $1 in *offset=*) printf 200; echo '<html>' >"$file"; exit ;; esac`,
      expect.stringMatching(/^warning: the answer of https:\/\/api\S+ is not understood: .*parse error.*: systems of earlier builds may/),
    ],
  ])('only warns where the service %s', async (_, before, warning) => {
    const { code, said } = await forget(curl([[]], before));
    expect(said.at(-1)).toEqual(warning);
    expect(code).toBe(0);
  });

  test('goes on with the next one where one cannot be removed', async () => {
    const leftover = ['a', 'b'].map(uuid => system(uuid, `nvidia-driver-pipelines-${uuid}`, old));
    const { code, said } = await forget(curl([leftover], refused('*/a')));
    expect(said.slice(-3, -1)).toEqual([
      `warning: system nvidia-driver-pipelines-a of an earlier build cannot be removed: ${why}`,
      'system nvidia-driver-pipelines-b of an earlier build is removed',
    ]);
    expect(code).toBe(0);
  });
});
