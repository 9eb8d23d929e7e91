import { afterEach, expect, test } from 'vitest';
import { driverImagePush } from '../../src/tasks/driver-image-push/task';
import { needs, program } from '../support/needs';
import { check } from '../support/preflight';
import { type RegistryOptions, registry } from '../support/registry';
import { runStep } from '../support/run-step';
import { realCurl } from '../support/servers';

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

async function running(options: RegistryOptions) {
  const server = await registry(options);
  closing.push(server.close);
  return server;
}

/** What the preflight finds, with R for the address of the registry. */
async function privacy(options: RegistryOptions, type = 'vgpu', trusted: 'ca' | 'services' | 'not' = 'ca') {
  const { address, authority, asked } = await running(options);
  const checked = await check('privacy', {
    params: { image: `${address}/acme/gpu`, 'driver-type': type, ...(trusted === 'services' && { 'token-registry': address }) },
    files: {
      ...(trusted === 'ca' && { '/ca/ca-bundle.crt': authority }),
      // It is there, and nobody asks for a token beside it.
      ...(trusted !== 'ca' && { '/secrets/token/service-ca.crt': authority }),
    },
    programs: { curl: realCurl() },
  });
  return {
    ...checked,
    asked,
    findings: checked.found.map(line => line.replaceAll(address, 'R')),
    told: checked.log.replaceAll(address, 'R'),
  };
}

const there = needs('curl, jq and openssl', ['curl', 'jq', 'openssl'].every(program));
const names = ['acme/gpu', 'acme/gpu-kmod', 'acme/gpu-staging'];

there('the check whether everybody can pull a vGPU guest driver', () => {
  test('finds nothing where the registry refuses everybody, also with the token that it gives to everybody', async () => {
    const { code, findings, asked, last } = await privacy({});
    expect([code, findings]).toEqual([0, []]);
    expect(asked).toEqual(
      names.flatMap(name => [
        `GET /v2/${name}/tags/list?n=1`,
        `GET /token?service=the+registry&scope=repository:${name}:pull`,
        `GET /v2/${name}/tags/list?n=1`,
      ]),
    );
    expect(last).toMatch(/^check whether everybody can pull done in \d+ s$/);
  });

  const forbidden = (name: string) =>
    `permanent everybody can pull from R/${name}, which NVIDIA's licence of vGPU guest drivers forbids: make the repository private, or publish to another one`;
  test.each([
    ['with the token that everybody is given', 'bearer'],
    ['without a login', 'none'],
    ['without a login, where others need one', 'basic'],
  ] as const)('finds each repository that everybody can pull from %s', async (_, login) => {
    const { findings } = await privacy({ login, everybody: ['acme/gpu', 'acme/gpu-staging'] });
    expect(findings).toEqual([forbidden('acme/gpu'), forbidden('acme/gpu-staging')]);
  });

  test.each([
    ['wants a password', { login: 'basic' }, 401],
    ['wants a login of another kind', { login: 'digest' }, 401],
    ['gives no token to everybody', { broken: { '/token': 401 } }, 401],
    ['gives everybody no token that is one', { token: 'none' }, 401],
    ['has no such repository yet', { login: 'none' }, 404],
    ['refuses everybody', { login: 'none', rights: () => [] }, 403],
  ] satisfies [string, RegistryOptions, number][])('goes on where the registry %s', async (_, options, status) => {
    const { findings, told } = await privacy(options);
    expect(findings).toEqual([]);
    for (const name of names) expect(told).toContain(`R/${name} shows nothing to who has no login (answer ${status})\n`);
  });

  const busy = 'answer with status 503 (4 tries): see that it can be reached from the cluster, then run again';
  test.each([
    ['/v2/', names.length],
    ['/token', names.length],
  ])('notes that %s does not answer just now', async (path, times) => {
    const { findings } = await privacy({ broken: { [path]: 503 } });
    expect(findings).toEqual(names.slice(0, times).map(name => `transient R/${name} cannot be asked without a login: ${busy}`));
  });

  test('notes a registry whose certificate nobody knows', async () => {
    const { findings } = await privacy({}, 'vgpu', 'not');
    expect(findings[0]?.replace(/(curl error 60): .*?(?=: see )/, '$1')).toBe(
      'permanent R/acme/gpu cannot be asked without a login: curl error 60: see that it speaks TLS, and that caConfigMap names the authority of its certificate where that is not a public one',
    );
  });

  test("asks OpenShift's own registry as everybody, trusting the authority of services without a token", async () => {
    const { code, findings, told } = await privacy({ everybody: ['acme/gpu-kmod'] }, 'vgpu', 'services');
    expect([code, findings]).toEqual([0, [forbidden('acme/gpu-kmod')]]);
    expect(told).toContain('R/acme/gpu shows nothing to who has no login (answer 401)\n');
  });

  test('has nothing to check for another driver', async () => {
    const { code, last, asked } = await privacy({ everybody: names }, 'passthrough');
    expect([code, last, asked]).toEqual([0, 'a passthrough driver may be pulled by everybody: nothing to check', []]);
  });
});

const digest = `sha256:${'1'.repeat(64)}`;

/** Publishes a proven image, with R for the address of the registry. */
async function publish(options: RegistryOptions, { state = 'missing', skopeo = '', repository = 'acme/gpu-staging', type = 'vgpu' } = {}) {
  const { address, authority, asked } = await running(options);
  const image = `${address}/acme/gpu`;
  const { code, last, calls } = await runStep(driverImagePush, 'publish', {
    params: { image, tags: 'a b', state, digest, 'driver-type': type },
    files: { '/work/proven': `${address}/${repository}@${digest}`, '/ca/ca-bundle.crt': authority },
    programs: { curl: realCurl(), skopeo: `${skopeo}\n[[ $1 != inspect ]] || printf '${digest}'` },
  });
  const shown = (text: string) => text.replaceAll(address, 'R');
  return {
    code,
    last: shown(last),
    asked: asked.filter(line => line.includes('/v2/')),
    copies: calls.filter(call => call.startsWith('skopeo copy')).map(call => shown(call.split(' ').at(-1) ?? '')),
  };
}

there('publishing a vGPU guest driver', () => {
  test('asks as everybody for the staged image, the modules, then for the published one before it has a tag', async () => {
    const { code, copies, asked } = await publish({});
    expect(code).toBe(0);
    expect(copies).toEqual([`docker://R/acme/gpu@${digest}`, 'docker://R/acme/gpu:a', 'docker://R/acme/gpu:b']);
    expect([...new Set(asked)]).toEqual([
      `GET /v2/acme/gpu-staging/manifests/${digest}`,
      'GET /v2/acme/gpu-kmod/tags/list?n=1',
      `GET /v2/acme/gpu/manifests/${digest}`,
    ]);
  });

  const forbidden = (repository: string) =>
    `permanent error: everybody can pull R/${repository}@${digest}, which NVIDIA's licence of vGPU guest drivers forbids: no tag was set; make the repository private, or publish to another one`;
  test('copies nothing where everybody can pull the staged image', async () => {
    const { code, last, copies } = await publish({ everybody: ['acme/gpu-staging'] });
    expect([code, last, copies]).toEqual([1, forbidden('acme/gpu-staging'), []]);
  });

  test('copies nothing where everybody can pull the unsigned modules', async () => {
    const { code, last, copies } = await publish({ everybody: ['acme/gpu-kmod'] });
    expect([code, last, copies]).toEqual([1, forbidden('acme/gpu-kmod').replace(`@${digest}`, ''), []]);
  });

  test('sets no tag where everybody can pull from the published repository', async () => {
    const { code, last, copies } = await publish({ everybody: ['acme/gpu'] });
    expect([code, last, copies]).toEqual([1, forbidden('acme/gpu'), [`docker://R/acme/gpu@${digest}`]]);
  });

  test('fails, too, where it is published and everybody has come to be able to pull it', async () => {
    const given = { state: 'published', repository: 'acme/gpu' };
    expect((await publish({ everybody: ['acme/gpu'] }, given)).last).toBe(forbidden('acme/gpu'));
    expect(await publish({}, given)).toMatchObject({ code: 0, copies: [] });
  });

  test.each([
    ['has no such manifest for everybody', { login: 'none' }],
    ['refuses everybody', { login: 'none', rights: () => [] }],
  ] satisfies [string, RegistryOptions][])('goes on where the registry %s', async (_, options) => {
    expect((await publish(options)).code).toBe(0);
  });

  test.each([
    [
      'answers what cannot be understood',
      { broken: { '/v2/': 418 } },
      '',
      1,
      `permanent error: whether everybody can pull R/acme/gpu-staging@${digest} cannot be told (answer 418): no tag was set; ask who runs the registry`,
    ],
    [
      'does not answer just now',
      { broken: { '/v2/': 503 } },
      '',
      75,
      `transient error: whether everybody can pull R/acme/gpu-staging@${digest} cannot be asked, no tag was set: answer with status 503 (7 tries): see that it can be reached from the cluster, then run again`,
    ],
    [
      'takes no image without a tag',
      {},
      `[[ $1 != copy ]] || { echo 'time="2026-11-25T21:48:24Z" level=fatal msg="denied"' >&2; exit 1; }`,
      1,
      `permanent error: R/acme/gpu@${digest} cannot be written: denied: check the Secret with the registry's credentials (/secrets/push/config.json)`,
    ],
  ] satisfies [string, RegistryOptions, string, number, string][])(
    'sets no tag where the registry %s',
    async (_, options, skopeo, code, last) => {
      expect(await publish(options, { skopeo })).toMatchObject({ code, last });
    },
  );

  test('asks nobody for another driver', async () => {
    expect(await publish({}, { type: 'passthrough' })).toMatchObject({ code: 0, asked: [] });
  });
});
