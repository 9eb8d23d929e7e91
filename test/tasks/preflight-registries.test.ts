import { expect, test } from 'vitest';
import { ask, type Given, names, user } from '../support/asked-registry';
import { needs, program } from '../support/needs';
import { password, type RegistryOptions } from '../support/registry';
import { realCurl } from '../support/servers';

const questions = (name: string) => [
  `GET /v2/${name}/tags/list?n=1`,
  `POST /v2/${name}/blobs/uploads/`,
  `DELETE /v2/${name}/blobs/uploads/1?_state=s`,
];

needs('curl, jq and openssl', ['curl', 'jq', 'openssl'].every(program))('the check of the registry', () => {
  test('gets a token for each repository, begins an upload in it and takes it back', async () => {
    const { code, asked, findings, last } = await ask({});
    expect([code, findings]).toEqual([0, []]);
    expect(asked).toEqual([
      'GET /v2/',
      ...names.flatMap(name => [`GET /token?service=the+registry&scope=repository:${name}:pull,push`, ...questions(name)]),
    ]);
    expect(last).toMatch(/^check of the registry done in \d+ s$/);
  });

  test('logs in with the password where the registry wants that, and without any at an open one', async () => {
    const basic = await ask({ login: 'basic' });
    expect(basic.findings).toEqual([]);
    expect(basic.asked).toEqual(['GET /v2/', ...names.flatMap(name => ['GET /v2/', ...questions(name)])]);
    const open = await ask({ login: 'none' }, { config: () => undefined });
    expect(open.findings).toEqual([]);
    expect(open.asked.filter(line => line.startsWith('POST'))).toHaveLength(4);
  });

  test('finds the login of a registry that lets everybody in, but only to its door', async () => {
    expect((await ask({ openDoor: true })).findings).toEqual([]);
  });

  test.each([
    ['by its URL', (address: string) => ({ [`https://${address}/v2/`]: user })],
    ['by the repository, before the registry', (address: string) => ({ [address]: { auth: 'no' }, [`${address}/acme`]: user })],
    ['as user and password', (address: string) => ({ [address]: { username: 'user', password } })],
  ])('finds credentials %s', async (_, auths) => {
    expect((await ask({}, { config: address => ({ auths: auths(address) }) })).findings).toEqual([]);
  });

  test('knows the address of Docker Hub, its key, and that its repositories without owner are library', async () => {
    const { findings, asked } = await ask(
      { login: 'basic' },
      {
        image: () => 'docker.io/gpu',
        config: () => ({ auths: { 'https://index.docker.io/v1/': user } }),
        curl: address => realCurl(`--connect-to registry-1.docker.io:443:${address}`),
      },
    );
    expect(findings).toEqual([]);
    expect(asked).toContain('POST /v2/library/gpu-kmod/blobs/uploads/');
  });

  test('notes the repositories that may not be pulled from or pushed to', async () => {
    const { findings } = await ask({
      rights: name => (({ 'acme/gpu': ['pull', 'push'], 'acme/gpu-kmod': ['pull'] }) as const)[name] ?? [],
    });
    const create = 'and create the repository where the registry does not do it';
    expect(findings).toEqual([
      `permanent R/acme/gpu-kmod cannot be pushed to (answer 403): let the account of the Secret nvidia-driver-push push there, ${create}`,
      'permanent R/acme/gpu-staging cannot be pulled from (answer 403): let the account of the Secret nvidia-driver-push pull there',
      `permanent R/acme/gpu-staging cannot be pushed to (answer 403): let the account of the Secret nvidia-driver-push push there, ${create}`,
    ]);
  });

  const refused =
    'registry R refuses the credentials of the Secret nvidia-driver-push (answer 401): write valid ones that may push and pull into it';
  const none = 'registry R wants a login, and the Secret nvidia-driver-push has none for it: add one that may push and pull';
  const wrong = (address: string) => ({ auths: { [address]: { auth: 'bm86bm8=' } } });
  test.each([
    ['a wrong password', { login: 'basic' }, { config: wrong }, `permanent ${refused}`],
    ['a wrong password for a token', {}, { config: wrong }, `permanent ${refused}`],
    ['no password', { login: 'basic' }, { config: () => ({ auths: { 'other.example.com': user } }) }, `permanent ${none}`],
    ['no Docker config in the Secret', { login: 'basic' }, { config: () => undefined }, `permanent ${none}`],
    [
      'a Secret that is no Docker config',
      {},
      { config: () => `${password} and nothing else` },
      'permanent the Secret nvidia-driver-push holds no Docker config: create it with oc create secret docker-registry',
    ],
    [
      'an identity token',
      {},
      { config: (address: string) => ({ auths: { [address]: { identitytoken: password } } }) },
      'warning the Secret nvidia-driver-push has an identity token for registry R: what it may do is only seen when it is used',
    ],
    [
      'a login of another kind',
      { login: 'digest' },
      {},
      'permanent registry R wants a login that is neither basic nor by token: use another one',
    ],
    [
      'a server of tokens that gives none',
      { token: 'no token' },
      {},
      'permanent registry R gives no login (answer 200 of https://R/token): ask who runs it',
    ],
    [
      'a server of tokens that is not there',
      { broken: { '/token': 404 } },
      {},
      'permanent registry R gives no login (answer 404 of https://R/token): ask who runs it',
    ],
    [
      'no registry',
      { broken: { '/v2/': 404 } },
      {},
      'permanent R is no registry (answer 404 of https://R/v2/): correct image of the configuration',
    ],
    [
      'a registry whose certificate nobody knows',
      {},
      { trusted: () => ({}) },
      "permanent registry R cannot be reached: curl error 60: set caConfigMap to a ConfigMap with the authority of the registry's certificate",
    ],
    [
      'a registry whose login is not for its door',
      { login: 'basic', loggedIn: 404 },
      {},
      'permanent registry R gives no login (answer 404 of https://R/v2/): ask who runs it',
    ],
    ['a busy login', { login: 'basic', loggedIn: 503 }, {}, `transient registry R cannot be logged in to: ${busy()}`],
    ['a registry that is busy', { broken: { '/v2/': 503 } }, {}, `transient registry R cannot be reached: ${busy()}`],
    ['a busy server of tokens', { broken: { '/token': 429 } }, {}, `transient registry R cannot be logged in to: ${busy(429)}`],
  ] satisfies [string, RegistryOptions, Given, string][])('notes %s, once', async (_, options, given, line) => {
    const { code, findings, log } = await ask(options, given);
    expect(code).toBe(0);
    expect(findings.map(found => found.replace(/(curl error 60): .*?(?=: set )/, '$1'))).toEqual([line]);
    expect(log).not.toContain(password);
  });

  test('notes each repository that does not answer just now', async () => {
    const { findings } = await ask({ broken: { '/v2/acme/gpu-kmod/': 500 } });
    expect(findings).toEqual([
      `transient R/acme/gpu-kmod cannot be read: ${busy(500)}`,
      `transient R/acme/gpu-kmod cannot be pushed to: ${busy(500)}`,
    ]);
  });

  test('notes an open registry in which no upload begins just now', async () => {
    const { findings } = await ask({ login: 'none', broken: { '/v2/acme/gpu/blobs/': 503 } });
    expect(findings).toEqual([`transient R/acme/gpu cannot be pushed to: ${busy()}`]);
  });

  test("trusts the system's authorities", async () => {
    const { findings } = await ask({ login: 'none' }, { trusted: authority => ({ '/etc/ssl/certs/ca-certificates.crt': authority }) });
    expect(findings).toEqual([]);
  });

  test('takes back an upload at the registry itself, and shows its login to no other', async () => {
    const here = await ask({ location: address => `https://${address}/upload/1` });
    expect(here.asked.filter(line => line === 'DELETE /upload/1')).toHaveLength(3);
    const elsewhere = await ask({ location: () => 'https://storage.example.com/upload/1' });
    expect([elsewhere.findings, elsewhere.calls.filter(call => call.includes('DELETE'))]).toEqual([[], []]);
    const lost = await ask({ location: () => '/lost', broken: { '/lost': 500 } });
    expect(lost.findings).toEqual([]);
    expect(lost.log).toContain('the upload that was begun cannot be taken back: the registry forgets it later\n');
  });
});

function busy(status = 503): string {
  return `answer with status ${status} (4 tries): see that it can be reached from the cluster, then run again`;
}
