import { describe, expect, it } from 'vitest';
import { configOf, expectFinding, minimal } from './drivers-yaml';

const repository = (id: string, more = '') => `{ id: ${id}, baseUrl: "https://mirror.example.com/${id}"${more} }`;
const none = `${minimal}subscription: none\n`;

describe('sources.rhel', () => {
  it.each([
    ['activation-key', '', 8],
    ['entitlement', 'subscription: entitlement\n', 9],
  ])('is not there with subscription %s', (subscription, line, number) =>
    expectFinding(
      `${minimal}${line}sources: { rhel: [${repository('baseos')}] }\n`,
      `${number}:18 sources.rhel: [{"id":"baseos","baseUrl":"https://mirror.example.com/baseo…`,
      `is in place of a subscription, and subscription is ${subscription}`,
      'write subscription: none, or remove it',
    ),
  );

  it('may be empty with any subscription', () => expect(configOf(`${minimal}sources: { rhel: [] }\n`).sources.rhel).toEqual([]));

  it("has ids that are no other repository's", () => {
    expectFinding(
      `${none}sources: { rhel: [${repository('baseos')}, ${repository('baseos')}] }\n`,
      '9:87 sources.rhel[1].id: baseos',
      'is the id of sources.rhel[0], too',
      'give it another one, like "baseos-2"',
    );
    expectFinding(
      `${none}sources: { rhel: [${repository('nvidia-driver')}] }\n`,
      '9:25 sources.rhel[0].id: nvidia-driver',
      'is the id of the repository of the driver, too',
      'give it another one, like "nvidia-driver-2"',
    );
  });

  it.each([
    [
      '[{ id: "base os", baseUrl: "https://a" }]',
      '25 sources.rhel[0].id: "base os"',
      'is not the id of a repository',
      'use letters, digits, . _ and -, like "baseos"',
    ],
    [
      '[{ id: a, baseUrl: "https://a b" }]',
      '37 sources.rhel[0].baseUrl: "https://a b"',
      'is not a URL',
      'write it with http:// or https://, without spaces, quotes and $',
    ],
    [
      `[${repository('a', ', gpgKey: /etc/key')}]`,
      '77 sources.rhel[0].gpgKey: /etc/key',
      'is not a URL',
      'write it with https://, http:// or file://, without spaces, quotes and $',
    ],
    [
      '[{ id: a }]',
      '19 sources.rhel[0].baseUrl: (missing)',
      'is required',
      'add baseUrl: https://mirror.example.com/rhel{rhel}/{releasever}/{arch}/baseos',
    ],
  ])('%s', (rhel, where, why, fix) => expectFinding(`${none}sources: { rhel: ${rhel} }\n`, `9:${where}`, why, fix));
});
