import { expect, test } from 'vitest';
import { needs, program } from '../../support/needs';
import { clusterVersion, needed, update } from '../../support/watched-cluster';

const conditional = (version: string, recommended: string) => ({
  release: update(version),
  conditions: [{ type: 'Recommended', status: recommended }],
});

/** The offered ones of a cluster with this status. */
function offered(status: object, upgrade: object = {}): readonly string[] {
  const { wanted } = needed({ clusterVersion: clusterVersion({ status }), upgrade });
  return wanted.filter(line => line.endsWith(': offered')).map(line => line.replace(': offered', ''));
}

function blind(change: { readonly spec?: object; readonly status?: object }, upgrade: object = {}): readonly string[] {
  return needed({ clusterVersion: clusterVersion(change), upgrade }).blind;
}

needs('jq', program('jq'))('the releases that a cluster is offered', () => {
  test('are the newest of each minor version, two by default', () => {
    const versions = ['4.20.4', '4.20.10', '4.20.9', '4.21.0', '4.21.1', '4.21.2'];
    const status = { availableUpdates: versions.map(update) };
    expect(offered(status)).toEqual(['4.20.10', '4.20.9', '4.21.2', '4.21.1']);
    expect(offered(status, { offered: { perMinor: 1, conditional: true } })).toEqual(['4.20.10', '4.21.2']);
    expect(offered(status, { offered: { perMinor: 0, conditional: true } })).toEqual([]);
  });

  test('sort a prerelease before its release, and its numbers as numbers', () => {
    const versions = ['4.21.0-rc.10', '4.21.0-rc.9', '4.21.0-ec.11'];
    expect(offered({ availableUpdates: versions.map(update) })).toEqual(['4.21.0-rc.10', '4.21.0-rc.9']);
    expect(offered({ availableUpdates: [...versions, '4.21.0'].map(update) })).toEqual(['4.21.0', '4.21.0-rc.10']);
  });

  test('are newer than what the cluster is to run', () => {
    expect(offered({ availableUpdates: ['4.20.2', '4.20.3', '4.20.3-rc.1', '4.20.4'].map(update) })).toEqual(['4.20.4']);
  });

  test('are those too that are recommended to this cluster under conditions, unless that is switched off', () => {
    const status = {
      availableUpdates: [update('4.20.4')],
      conditionalUpdates: [
        conditional('4.20.5', 'True'),
        conditional('4.20.6', 'False'),
        conditional('4.20.7', 'Unknown'),
        { release: update('4.20.8') },
      ],
    };
    expect(offered(status)).toEqual(['4.20.5', '4.20.4']);
    expect(offered(status, { offered: { perMinor: 2, conditional: false } })).toEqual(['4.20.4']);
  });

  test('are none, and nothing is hidden, where the channel offers none', () => {
    expect(blind({})).toEqual([]);
  });

  test('cannot be seen without a channel', () => {
    expect(blind({ spec: { channel: '' } })).toEqual([
      'no channel is set in the ClusterVersion: offered releases cannot be seen: run oc adm upgrade channel stable-4.20, or set upgrade.offered.perMinor: 0',
    ]);
    expect(blind({ spec: { channel: '' } }, { offered: { perMinor: 0, conditional: true } })).toEqual([]);
  });

  test('cannot be seen where the cluster does not reach its update service', () => {
    const failed = {
      type: 'RetrievedUpdates',
      status: 'False',
      reason: 'RemoteFailed',
      message: 'Unable to retrieve available updates: Get "https://api.openshift.com": timeout.\nmore',
    };
    expect(blind({ status: { conditions: [failed] } })).toEqual([
      'the cluster cannot see what is offered (RemoteFailed): Unable to retrieve available updates: Get "https://api.openshift.com": timeout: let it reach the update service, or set upgrade.offered.perMinor: 0',
    ]);
  });
});
