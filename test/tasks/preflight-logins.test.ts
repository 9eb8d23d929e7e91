import { expect, test } from 'vitest';
import { ask, names, podToken } from '../support/asked-registry';
import { needs, program } from '../support/needs';
import type { Checked } from '../support/preflight';
import { basicHeader, password, tokenOf } from '../support/registry';
import { realCurl } from '../support/servers';

// Whose login the check of the registry uses, and that nobody sees it.
needs('curl, jq and openssl', ['curl', 'jq', 'openssl'].every(program))('the login of the check of the registry', () => {
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
