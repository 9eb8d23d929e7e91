import { expect, test } from 'vitest';
import { type ClusterSeen, cluster, entry, ledger, node, release, settings, target } from '../../support/cluster-world';
import { needs, program } from '../../support/needs';
import { runWatcher } from '../../support/watcher';

const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const tags = ['rhel9.6', 'rhel9'].map(os => `580.105.08-${kernel}-${os}`);
const [first = ''] = tags;
const releases = [release('4.20.3', ['desired'], { '5.14.0-570.62.1.el9_6': 'rhel 9.6' })];
const other = target({ name: 'r570-x86-64', driverVersion: '570.1', image: 'nvcr.io/acme/gpu' });
const published = entry(kernel, {
  state: 'published',
  image: 'quay.io/acme/gpu',
  tags,
  digest: 'sha256:1',
  recipe: target().recipe,
  checked: '2026-03-01T11:15:01Z',
});

/** What skopeo answers, by "list-tags REPOSITORY" or "inspect REFERENCE": text, or what it says where it begins with "error". */
function skopeo(answers: Readonly<Record<string, string>>): string {
  const cases = Object.entries(answers).map(([question, answer]) => {
    const [command, reference] = question.split(' ');
    const said = answer.startsWith('error') ? `echo '${answer}' >&2; exit 1` : `cat <<'JSON'\n${answer}\nJSON\n`;
    return `'${command} '*'docker://${reference}') ${said} ;;`;
  });
  return `case "$*" in\n${cases.join('\n')}\n*) echo "error: $*: manifest unknown" >&2; exit 1 ;;\nesac`;
}

const listed = (...found: readonly string[]) => JSON.stringify({ Repository: 'quay.io/acme/gpu', Tags: found });
const ours = JSON.stringify({
  Digest: 'sha256:1',
  Labels: { 'nvidia-driver-pipelines.proof': '1', 'nvidia-driver-pipelines.signer': 'self-signed' },
});
const seenAsOurs = { digest: 'sha256:1', proof: true, signer: 'self-signed' };

async function registry(
  answers: Readonly<Record<string, string>>,
  seen: Partial<ClusterSeen> = {},
  {
    targets = [target()],
    files = {},
    env = {},
  }: {
    readonly targets?: readonly ReturnType<typeof target>[];
    readonly files?: Readonly<Record<string, string>>;
    readonly env?: Readonly<Record<string, string>>;
  } = {},
) {
  const ran = await runWatcher('registry.sh', {
    env,
    files: {
      '/scripts/settings.json': JSON.stringify(settings(targets)),
      '/work/cluster.json': JSON.stringify(cluster({ releases, ...seen })),
      ...files,
    },
    programs: { skopeo: skopeo(answers) },
  });
  return {
    ...ran,
    found: JSON.parse(ran.file('/work/registry.json')?.replaceAll(/\/[^" (]*\/secrets/g, '/secrets') ?? '{}'),
    asked: ran.calls.map(call => call.replace(/ --.* /, ' ')).sort(),
  };
}

const inspections = (asked: readonly string[]) => asked.filter(call => call.startsWith('skopeo inspect'));

needs('jq', program('jq'))('what the registries hold', () => {
  test('is asked once for each repository, and for each tag of an image that is all there', async () => {
    const { code, found, asked, last, file } = await registry({
      'list-tags quay.io/acme/gpu': listed(...tags, 'another'),
      [`inspect quay.io/acme/gpu:${tags[0]}`]: ours,
      [`inspect quay.io/acme/gpu:${tags[1]}`]: JSON.stringify({ Digest: 'sha256:2', Labels: null }),
    });
    expect(code).toBe(0);
    expect(found).toEqual({
      repositories: { 'quay.io/acme/gpu': { tags: [...tags, 'another'] } },
      images: {
        [`quay.io/acme/gpu:${tags[0]}`]: seenAsOurs,
        [`quay.io/acme/gpu:${tags[1]}`]: { digest: 'sha256:2', proof: false, signer: '' },
      },
    });
    expect(asked).toEqual([
      `skopeo inspect docker://quay.io/acme/gpu:${tags[1]}`,
      `skopeo inspect docker://quay.io/acme/gpu:${tags[0]}`,
      'skopeo list-tags docker://quay.io/acme/gpu',
    ]);
    expect(last).toMatch(/^check of 2 tags in 1 repositories done in \d+ s$/);
    expect(JSON.parse(file('/work/wanted.json') ?? '')['r580-x86-64'].images[0].kernel).toBe(kernel);
  });

  test('is nothing for a repository that nobody has pushed to, and one without tags', async () => {
    const { found, asked } = await registry({ 'list-tags nvcr.io/acme/gpu': '{"Tags": null}' }, {}, { targets: [target(), other] });
    expect(found).toEqual({ repositories: { 'nvcr.io/acme/gpu': { tags: [] }, 'quay.io/acme/gpu': { tags: [] } }, images: {} });
    expect(inspections(asked)).toEqual([]);
  });

  test('is not asked for an image of which a tag is missing', async () => {
    const { asked } = await registry({ 'list-tags quay.io/acme/gpu': listed(first) });
    expect(inspections(asked)).toEqual([]);
  });

  test('is asked again after three quarters of an hour, for other tags, and for another repository', async () => {
    const answers = { 'list-tags quay.io/acme/gpu': listed(...tags) };
    const asked = async (changes: object) =>
      inspections((await registry(answers, { ledgers: { 'r580-x86-64': ledger([{ ...published, ...changes }]) } })).asked).length;
    expect(await asked({})).toBe(0);
    expect(await asked({ checked: '2026-03-01T11:15:00Z' })).toBe(2);
    expect(await asked({ tags: [first] })).toBe(2);
    expect(await asked({ image: 'quay.io/acme/elsewhere' })).toBe(2);
    expect(await asked({ digest: '' })).toBe(2);
    expect(await asked({ recipe: '' })).toBe(2);
  });

  test('is not asked for an image that is to be made again by another recipe, unless that one had other tags', async () => {
    const answers = { 'list-tags quay.io/acme/gpu': listed(...tags) };
    const asked = async (changes: object) =>
      inspections((await registry(answers, { ledgers: { 'r580-x86-64': ledger([{ ...published, ...changes }]) } })).asked).length;
    expect(await asked({ recipe: 'bbbbbbbbbbbb' })).toBe(0);
    expect(await asked({ recipe: 'bbbbbbbbbbbb', tags: [`570.1-${kernel}-rhel9.6`] })).toBe(2);
  });

  test('is asked for the tags that the labels of a node ask for, where no release has its kernel', async () => {
    const os = {
      'feature.node.kubernetes.io/system-os_release.ID': 'rhel',
      'feature.node.kubernetes.io/system-os_release.VERSION_ID': '9.6',
    };
    const seen = { releases: [], nodes: [node('worker-0', kernel, '', os)] };
    const { found } = await registry(
      { 'list-tags quay.io/acme/gpu': listed(...tags), [`inspect quay.io/acme/gpu:${tags[1]}`]: ours },
      seen,
    );
    expect(found.images).toEqual({ [`quay.io/acme/gpu:${tags[1]}`]: seenAsOurs });
  });

  test('is unknown where a registry does not answer or refuses; of the others it is told', async () => {
    const { code, found } = await registry(
      {
        'list-tags quay.io/acme/gpu': 'error: fetching tags list: dial tcp: connect: connection refused',
        'list-tags nvcr.io/acme/gpu': 'error: fetching tags list: unauthorized: authentication required',
        'list-tags docker.io/acme/gpu': listed(),
      },
      {},
      {
        targets: [
          target({ name: 'r535-x86-64', image: 'quay.io/acme/other' }),
          target(),
          other,
          target({ name: 'r550-x86-64', image: 'docker.io/acme/gpu' }),
        ],
      },
    );
    expect(code).toBe(0);
    const gone =
      'quay.io/acme/gpu cannot be read: fetching tags list: dial tcp: connect: connection refused (2 tries): see that it can be reached from the cluster, then run again';
    expect(found.repositories).toEqual({
      'docker.io/acme/gpu': { tags: [] },
      'nvcr.io/acme/gpu': {
        reason:
          "nvcr.io/acme/gpu cannot be read: fetching tags list: unauthorized: authentication required: check the Secret with the registry's credentials (/secrets/config.json)",
      },
      'quay.io/acme/gpu': { reason: gone },
      'quay.io/acme/other': { reason: gone },
    });
  });

  test('is unknown for an image that is refused; a registry that is gone, or for which no time is left, is not asked for the others', async () => {
    const kernels = Object.fromEntries(Array.from({ length: 5 }, (_, index) => [`5.14.0-${index}.el9_6`, 'rhel 9.6']));
    const many = { releases: [release('4.20.3', ['desired'], kernels)], nodes: [node('a', '5.14.0-0.el9_6.x86_64', '4.20.3')] };
    const all = Object.keys(kernels).flatMap(each => ['rhel9.6', 'rhel9'].map(os => `580.105.08-${each}.x86_64-${os}`));
    const answers = (said: string) => ({
      'list-tags quay.io/acme/gpu': listed(...all),
      ...Object.fromEntries(all.map(tag => [`inspect quay.io/acme/gpu:${tag}`, `error: ${said}`])),
    });
    const refused = await registry(answers('manifest invalid'), many);
    expect(inspections(refused.asked)).toHaveLength(10);
    expect(refused.found.images[`quay.io/acme/gpu:${all[0]}`]).toEqual({
      reason: `quay.io/acme/gpu:${all[0]} cannot be read: manifest invalid: see what the registry answers above`,
    });
    const gone = await registry(answers('received unexpected HTTP status: 503 Service Unavailable'), many);
    expect(inspections(gone.asked)).toHaveLength(8);
    expect(Object.keys(gone.found.images)).toHaveLength(10);
    const late = await registry(answers('manifest invalid'), many, { env: { INSPECT_SECONDS: '0' } });
    expect(inspections(late.asked)).toEqual([]);
    expect(late.found.images[`quay.io/acme/gpu:${all[0]}`]).toEqual({
      reason: `quay.io/acme/gpu:${all[0]} has not been asked for yet: there was no time left`,
    });
  });

  test('is asked with the credentials and authorities that are there', async () => {
    const { calls } = await registry({}, {}, { files: { '/secrets/config.json': '{}', '/ca/ca-bundle.crt': '' } });
    expect(calls).toContain('skopeo list-tags --authfile /secrets/config.json --cert-dir /ca docker://quay.io/acme/gpu');
  });

  test("is asked with the pod's own token where it is OpenShift's own, and says whom to let in where it refuses", async () => {
    const { calls, found } = await registry(
      { 'list-tags quay.io/acme/gpu': 'error: unauthorized: authentication required' },
      {},
      {
        env: { TOKEN_REGISTRY: 'quay.io', TOKEN_FOLDER: '/secrets' },
        files: { '/secrets/token': 'token-of-the-pod', '/secrets/service-ca.crt': '' },
      },
    );
    expect(calls[0]).toMatch(/^skopeo list-tags --authfile (\S+)\/config\.json --cert-dir \1 docker:\/\/quay\.io\/acme\/gpu$/);
    expect(found.repositories['quay.io/acme/gpu'].reason).toBe(
      'quay.io/acme/gpu cannot be read: unauthorized: authentication required: let the service account of this pod pull and push there: apply the manifests again',
    );
  });
});
