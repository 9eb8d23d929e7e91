import { afterEach, expect, test } from 'vitest';
import { needs, program } from '../support/needs';
import { type Checked, check } from '../support/preflight';
import { basicHeader, password, type RegistryOptions, registry, tokenOf } from '../support/registry';
import { realCurl } from '../support/servers';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

const user = { auth: basicHeader };
const podToken = 'token-of-the-pod';

interface Asked extends Checked {
  readonly asked: readonly string[];
  /** Findings, with R for the registry's address. */
  readonly findings: readonly string[];
}

interface Given {
  /** The Docker config, by the registry's address. */
  readonly config?: (address: string) => unknown;
  readonly image?: (address: string) => string;
  /** Files with the authorities that are trusted, by path; the cluster's with the registry's own is the default. */
  readonly trusted?: (authority: string) => Readonly<Record<string, string>>;
  readonly traced?: boolean;
  readonly curl?: (address: string) => string;
  /** Whether the registry is OpenShift's own, which takes the token of the pod. */
  readonly own?: boolean;
}

/** Asks a registry of this machine. */
async function ask(options: RegistryOptions, given: Given = {}): Promise<Asked> {
  const { config = address => ({ auths: { [address]: user } }), image = address => `${address}/acme/gpu` } = given;
  const { trusted = authority => ({ '/ca/ca-bundle.crt': authority }) } = given;
  const { address, authority, asked, close } = await registry(options);
  closing.push(close);
  const text = config(address);
  const checked = await check('registries', {
    params: { image: image(address), ...(given.own === true && { 'token-registry': address }) },
    programs: { curl: given.curl?.(address) ?? realCurl() },
    traced: given.traced ?? false,
    files: {
      ...trusted(authority),
      '/secrets/token/token': `${podToken}\n`,
      ...(text !== undefined && { '/secrets/push/config.json': typeof text === 'string' ? text : JSON.stringify(text) }),
    },
  });
  return { ...checked, asked, findings: checked.found.map(line => line.replaceAll(address, 'R')) };
}

const names = ['acme/gpu', 'acme/gpu-kmod', 'acme/gpu-staging'];
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

  test("logs in to OpenShift's own registry with the token of the pod, whatever the push Secret has", async () => {
    const { code, findings, asked } = await ask({ password: podToken }, { own: true, config: () => 'no Docker config' });
    expect([code, findings]).toEqual([0, []]);
    expect(asked.filter(line => line.startsWith('POST'))).toHaveLength(3);
  });

  test("notes what the account may not do in OpenShift's own registry", async () => {
    const { findings, log } = await ask({ password: podToken, rights: () => [], refusal: 401 }, { own: true });
    const granted = 'let the service account of this pod, which the manifests bind to system:image-builder in namespace acme,';
    const create = 'and create the repository where the registry does not do it';
    expect(findings).toEqual(
      names.flatMap(name => [
        `permanent R/${name} cannot be pulled from (answer 401): ${granted} pull there`,
        `permanent R/${name} cannot be pushed to (answer 401): ${granted} push there, ${create}`,
      ]),
    );
    expect(log).not.toContain(podToken);
  });

  test('notes a registry that does not take the token of the pod', async () => {
    const { findings } = await ask({}, { own: true });
    expect(findings).toEqual([
      "permanent registry R refuses the credentials of the service account of this pod (answer 401): is it OpenShift's own registry? Then run again",
    ]);
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

  const secrets = [password, basicHeader, tokenOf];
  const seen = ({ log, calls }: Checked) => secrets.filter(secret => `${log}${calls.join('\n')}`.includes(secret));

  test.each(['basic', 'bearer'] as const)('shows no credential in a call or the log, under set -x either: %s', async login => {
    const config = (address: string) => ({ auths: { [address]: { username: 'user', password } } });
    const asked = await ask({ login }, { config, traced: true });
    expect(asked.findings).toEqual([]);
    expect(asked.log).toContain("+ retry api --request POST --header 'Content-Length: 0' --header @");
    expect(seen(asked)).toEqual([]);
  });

  test('would be caught with one in an argument, a variable or a message', async () => {
    const leak = (line: string) => ask({ login: 'basic' }, { traced: true, curl: () => `${line}\n${realCurl()}` });
    expect(seen(await leak(`jq . "$TMPDIR/secrets/push/config.json" >&2`))).toEqual([basicHeader]);
    const { calls } = await leak(`echo "curl --header '$(cat "$TMPDIR"/tmp.*/login)'" >>"$TMPDIR/calls"`);
    expect(calls.join('\n')).toContain(basicHeader);
  });
});

function busy(status = 503): string {
  return `answer with status ${status} (4 tries): see that it can be reached from the cluster, then run again`;
}
