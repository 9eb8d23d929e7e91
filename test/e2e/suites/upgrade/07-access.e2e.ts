import { expect, test } from 'vitest';
import { allowed, listed, written } from '../../harness/access';
import { openProxy } from '../../harness/api-proxy';
import { namespace } from '../../harness/project';
import { deploy, tell, upgradeProject, upgradeRows } from '../../harness/upgrade-row';

const ground = { file: 'access', upgrade: { watch: false } };
upgradeRows(ground, 'account', 'may');

const isOfAny = (access: string) => access.split(' ').length === 2;

test('every account may do what its roles say, and nothing else', async () => {
  deploy(ground);
  const project = upgradeProject(ground);
  const own = written(project, 'own namespace');
  const everywhere = written(project, 'everywhere');
  const accounts = [...own.keys()];
  const { url, close } = await openProxy();
  const here = await allowed(url, accounts, namespace);
  const elsewhere = await allowed(url, accounts, 'default');
  close();
  for (const [account, expected] of own) {
    const found = listed(account);
    tell(account, found.join('<br>') || 'nothing');
    expect(found, account).toEqual(expected);
    // Asked one by one, without an object's name: in the namespace, and in another.
    expect(here.get(account), account).toEqual(expected.filter(isOfAny));
    expect(elsewhere.get(account), account).toEqual(everywhere.get(account)?.filter(isOfAny));
  }
});
