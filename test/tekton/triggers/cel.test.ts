import { expect, test } from 'vitest';
import type { CelBoolean } from '../../../src/tekton/triggers/cel';
import type { CelEvent } from '../../../src/tekton/triggers/cel-event';
import { cel } from '../../../src/tekton/triggers/cel-interceptor';
import { TriggerEvent } from '../../../src/tekton/triggers/event';

const body = {
  ref: 'string',
  count: 'number',
  forced: 'boolean',
  'build-id': 'string',
  in: { package: 'string' },
  commits: [{ id: 'string', files: ['string'] }],
  'title?': 'string',
  'x-y?': 'number',
} as const;
const event = new TriggerEvent('event', { headers: ['X-Event'], body });

type Filter = (event: CelEvent<typeof body, 'X-Event'>) => CelBoolean;

const cases: readonly (readonly [string, Filter, string])[] = [
  ['equality', ({ body }) => body.ref.equals("it's \\ here"), String.raw`body.ref == 'it\'s \\ here'`],
  ['one of several', ({ body }) => body.ref.isOneOf('a', 'b'), `body.ref in ['a', 'b']`],
  ['a pattern', ({ body }) => body.ref.matches(/^refs\/tags\/v\d+$/), String.raw`body.ref.matches('^refs/tags/v\\d+$')`],
  [
    'start, end and part',
    ({ body }) => body.ref.startsWith('a').and(body.ref.endsWith('b'), body.ref.contains('c')),
    `body.ref.startsWith('a') && body.ref.endsWith('b') && body.ref.contains('c')`,
  ],
  ['length', ({ body }) => body.ref.size().isBetween(1, 9), `size(body.ref) >= 1 && size(body.ref) <= 9`],
  ['a number', ({ body }) => body.count.isWhole().and(body.count.equals(3)), `int(body.count) == body.count && body.count == 3`],
  ['a boolean', ({ body }) => body.forced.not(), `!body.forced`],
  ['not both', ({ body }) => body.forced.and(body.ref.equals('a')).not(), `!(body.forced && body.ref == 'a')`],
  [
    'either, in parentheses beside both',
    ({ body }) => body.forced.or(body.ref.equals('a')).and(body.count.equals(1)),
    `(body.forced || body.ref == 'a') && body.count == 1`,
  ],
  [
    'an operator within a text needs no parentheses',
    ({ body }) => body.ref.equals('a || b').and(body.forced),
    `body.ref == 'a || b' && body.forced`,
  ],
  ['a header', ({ header }) => header['X-Event'].equals('push'), `header.canonical('X-Event') == 'push'`],
  ['the URL', ({ requestUrl }) => requestUrl.endsWith('/push'), `requestURL.endsWith('/push')`],
  ['a field that is no identifier', ({ body }) => body['build-id'].equals('1'), `body['build-id'] == '1'`],
  ['words that CEL keeps for itself', ({ body }) => body.in.package.equals('a'), `body['in']['package'] == 'a'`],
  ['a list', ({ body }) => body.commits.exists(({ id }) => id.equals('a')), `body.commits.exists(e0, e0.id == 'a')`],
  [
    'a list within a list',
    ({ body }) => body.commits.all(({ files }) => files.exists(file => file.endsWith('.md'))),
    `body.commits.all(e0, e0.files.exists(e1, e1.endsWith('.md')))`,
  ],
  ['an element of a list', ({ body }) => body.commits.at(0).files.at(1).equals('a'), `body.commits[0].files[1] == 'a'`],
  ['the length of a list', ({ body }) => body.commits.size().equals(1), `size(body.commits) == 1`],
  ['what may be missing', ({ body }) => body.title.isAbsentOr(title => title.equals('a')), `!has(body.title) || body.title == 'a'`],
  ['what has to be there', ({ body }) => body.title.existsAnd(title => title.equals('a')), `has(body.title) && body.title == 'a'`],
  ['a text in its place', ({ body }) => body.title.orElse('none').equals('none'), `(has(body.title) ? body.title : 'none') == 'none'`],
  ['another field in its place', ({ body }) => body.title.orElse(body.ref).equals('a'), `(has(body.title) ? body.title : body.ref) == 'a'`],
  [
    'what is made of what may be missing',
    ({ body }) =>
      body.title
        .map(title => title.truncate(7))
        .orElse('none')
        .equals('a'),
    `(has(body.title) ? body.title.truncate(7) : 'none') == 'a'`,
  ],
  [
    'a text without its end, whatever a pattern would take it for',
    ({ body }) => body.ref.withoutEnd('.a+b').equals('x'),
    String.raw`body.ref.translate('\\.a\\+b$', '') == 'x'`,
  ],
  ['what may be missing and is no identifier', ({ body }) => body['x-y'].exists(), `('x-y' in body)`],
];

test.each(cases)('%s', (_, filter, text) => {
  expect(cel(event, { filter }).params.filter).toBe(text);
});

test('the shape of an event as a condition, to the last type', () => {
  expect(cel(event, { filter: ({ isWellFormed }) => isWellFormed }).params.filter?.split(' && ')).toEqual([
    'type(body.ref) == string',
    'type(body.count) == double',
    'type(body.forced) == bool',
    "type(body['build-id']) == string",
    "type(body['in']) == map",
    "type(body['in']['package']) == string",
    'type(body.commits) == list',
    'body.commits.all(e0, type(e0) == map',
    'type(e0.id) == string',
    'type(e0.files) == list',
    'e0.files.all(e1, type(e1) == string))',
    '(!has(body.title) || type(body.title) == string)',
    "(!('x-y' in body) || type(body['x-y']) == double)",
  ]);
});

test('no field but those that are declared', () => {
  const small = new TriggerEvent('small', { body: { a: 'string', 'b?': 'string' } });
  expect(cel(small, { filter: ({ hasNoOtherField }) => hasNoOtherField }).params.filter).toBe("body.all(field, field in ['a', 'b'])");
});

test('overlays are texts, computed from the event', () => {
  const { params, extensions } = cel(event, {
    overlays: ({ body }) => ({ name: body.ref.translate(/[^a-z0-9]+/, '-').lowerAscii(), length: body.ref.size() }),
  });
  expect(params).toEqual({
    filter: undefined,
    overlays: [
      { key: 'name', expression: "body.ref.translate('[^a-z0-9]+', '-').lowerAscii()" },
      { key: 'length', expression: 'size(body.ref)' },
    ],
  });
  expect(`${extensions.name}`).toBe('$(extensions.name)');
});

test.each([
  [/a/i, "/a/i: has the flag i, which CEL's patterns (RE2) do not know: write it without"],
  [/(?=a)/, "/(?=a)/: has (?=, which CEL's patterns (RE2) do not know: write it without"],
  [/(?<!a)b/, "/(?<!a)b/: has (?<!, which CEL's patterns (RE2) do not know: write it without"],
  [/(a)\1/, "/(a)\\1/: has \\1, which CEL's patterns (RE2) do not know: write it without"],
])('a pattern that only JavaScript reads: %s', (pattern, message) => {
  expect(() => cel(event, { filter: ({ body }) => body.ref.matches(pattern) })).toThrow(message);
});

test('mistakes that types cannot tell', () => {
  expect(() => cel(event, { overlays: ({ body }) => ({ 'a.b': body.ref }) })).toThrow(
    'overlay "a.b": is not a plain name: use letters, digits and _',
  );
  expect(() => cel(event, { overlays: ({ body }) => ({ short: body.ref.truncate(1.5) }) })).toThrow(
    '1.5 is not a whole number: CEL wants one here',
  );
});
