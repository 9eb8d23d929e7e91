import { expect, test } from 'vitest';
import { readAnswer } from '../../src/plan/recorded-answers';
import { scriptFile } from '../../src/tasks/script';
import { needs, program } from '../support/needs';
import { authorities, World } from '../support/run-script';
import { ocThatKnows } from '../support/stub-oc';

const image = 'quay.io/ocp/release:4.20.4-x86_64';
const kernel = '5.14.0-570.62.1.el9_6.x86_64';
const toolkit = 'quay.io/ocp/toolkit@sha256:4.20.4';

needs('jq', program('jq'))('what release images hold', () => {
  const ask = (questions: string) =>
    new World('record', ['etc/pki', 'etc/ssl']).run(scriptFile('plan/record.sh'), {
      env: { QUESTIONS: questions, RHEL_SINCE: '4.19', AUTH_FILE: 'REGISTRY_AUTH_FILE', CA_FILE: '' },
      files: authorities,
      programs: { oc: ocThatKnows({ [image]: { version: '4.20.4', kernel, rhel: '9.6' } }) },
    });

  test('is asked of their registry once for each architecture, and what cannot be read does not keep the rest from being read', async () => {
    const { code, log, calls, last } = await ask(`${image} amd64\nquay.io/ocp/release:4.20.9-x86_64 amd64\n${image} amd64`);
    expect(code).toBe(0);
    const answers = log.split('\n').flatMap(line => readAnswer(line) ?? []);
    expect(answers).toEqual([
      { version: '4.20.4', arch: 'x86_64', image, streams: [{ kernel, rhel: '9.6', toolkit }] },
      {
        question: 'quay.io/ocp/release:4.20.9-x86_64 (x86_64)',
        reason: 'permanent error: release quay.io/ocp/release:4.20.9-x86_64 does not exist: give a release that does',
      },
    ]);
    expect(calls.filter(call => call.startsWith(`oc adm release info ${image}`))).toEqual([
      `oc adm release info ${image} -o json --filter-by-os=linux/amd64`,
    ]);
    expect(last).toMatch(/^lookup of 3 release images done in \d+ s$/);
  });
});

test.each([
  ['no JSON', 'amd64'],
  ['[]', 'amd64'],
  ['{"image": 1}', 'amd64'],
  [`{"image": "${image}", "facts": {"version": "4.20.4"}}`, 'amd64'],
  [`{"image": "${image}", "facts": {"streams": []}}`, 'amd64'],
  [`{"image": "${image}", "facts": {"version": "4.20.4", "streams": []}}`, 's390x'],
])('%s, which the watcher did not write for %s, is no answer', (text, nodeArch) => {
  expect(readAnswer(text, nodeArch)).toBeUndefined();
});

test('a stream without kernel or RHEL is left out', () => {
  const facts = { version: '4.20.4', streams: [{}, { kernel }, { kernel, rhel: '' }, { kernel, rhel: '9.6' }] };
  expect(readAnswer(JSON.stringify({ image, facts }), 'amd64')).toEqual({
    version: '4.20.4',
    arch: 'x86_64',
    image,
    streams: [{ kernel, rhel: '9.6' }],
  });
});
