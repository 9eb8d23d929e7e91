import { expect, test } from 'vitest';
import { needs, program } from '../../support/needs';
import { clusterVersion, update, watch } from '../../support/watched-cluster';

const conditional = (version: string, recommended: string) => ({
  release: update(version),
  conditions: [{ type: 'Recommended', status: recommended }],
});

/** The offered ones of a cluster with this status. */
async function offered(status: object, upgrade: object = {}): Promise<readonly string[]> {
  const { wanted } = await watch({ clusterVersion: clusterVersion({ status }), upgrade, env: { LOOKUP_SECONDS: '0' } });
  return wanted.filter(line => line.endsWith(': offered')).map(line => line.replace(': offered', ''));
}

async function blind(change: { readonly spec?: object; readonly status?: object }, upgrade: object = {}): Promise<readonly string[]> {
  return (await watch({ clusterVersion: clusterVersion(change), upgrade, env: { LOOKUP_SECONDS: '0' } })).seen.blind;
}

needs('jq', program('jq'))('the releases that a cluster is offered', () => {
  test('are the newest of each minor version, two by default', async () => {
    const versions = ['4.20.4', '4.20.10', '4.20.9', '4.21.0', '4.21.1', '4.21.2'];
    const status = { availableUpdates: versions.map(update) };
    expect(await offered(status)).toEqual(['4.20.10', '4.20.9', '4.21.2', '4.21.1']);
    expect(await offered(status, { offered: { perMinor: 1, conditional: true } })).toEqual(['4.20.10', '4.21.2']);
    expect(await offered(status, { offered: { perMinor: 0, conditional: true } })).toEqual([]);
  });

  test('sort a prerelease before its release, and its numbers as numbers', async () => {
    const versions = ['4.21.0-rc.10', '4.21.0-rc.9', '4.21.0-ec.11'];
    expect(await offered({ availableUpdates: versions.map(update) })).toEqual(['4.21.0-rc.10', '4.21.0-rc.9']);
    expect(await offered({ availableUpdates: [...versions, '4.21.0'].map(update) })).toEqual(['4.21.0', '4.21.0-rc.10']);
  });

  test('are newer than what the cluster is to run', async () => {
    expect(await offered({ availableUpdates: ['4.20.2', '4.20.3', '4.20.3-rc.1', '4.20.4'].map(update) })).toEqual(['4.20.4']);
  });

  test('are those too that are recommended to this cluster under conditions, unless that is switched off', async () => {
    const status = {
      availableUpdates: [update('4.20.4')],
      conditionalUpdates: [
        conditional('4.20.5', 'True'),
        conditional('4.20.6', 'False'),
        conditional('4.20.7', 'Unknown'),
        { release: update('4.20.8') },
      ],
    };
    expect(await offered(status)).toEqual(['4.20.5', '4.20.4']);
    expect(await offered(status, { offered: { perMinor: 2, conditional: false } })).toEqual(['4.20.4']);
  });

  test('are none, and nothing is hidden, where the channel offers none', async () => {
    expect(await blind({})).toEqual([]);
  });

  test('cannot be seen without a channel', async () => {
    expect(await blind({ spec: { channel: '' } })).toEqual([
      'no channel is set in the ClusterVersion: offered releases cannot be seen: run oc adm upgrade channel stable-4.20, or set upgrade.offered.perMinor: 0',
    ]);
    expect(await blind({ spec: { channel: '' } }, { offered: { perMinor: 0, conditional: true } })).toEqual([]);
  });

  test('cannot be seen where the cluster does not reach its update service', async () => {
    const failed = {
      type: 'RetrievedUpdates',
      status: 'False',
      reason: 'RemoteFailed',
      message: 'Unable to retrieve available updates: Get "https://api.openshift.com": timeout.\nmore',
    };
    expect(await blind({ status: { conditions: [failed] } })).toEqual([
      'the cluster cannot see what is offered (RemoteFailed): Unable to retrieve available updates: Get "https://api.openshift.com": timeout: let it reach the update service, or set upgrade.offered.perMinor: 0',
    ]);
  });
});
