import { afterAll, beforeAll, expect, test } from 'vitest';
import { count } from '../../../../src/source/finding';
import { ensureNamespace } from '../../harness/admission';
import { writtenCases } from './cases';
import { agreed, disagreement, type Judgement, judge, problem, table } from './judgement';
import { ourCases } from './our-objects';

const namespace = 'conformance';
const written = writtenCases();
const judgements: Judgement[] = [];

beforeAll(() => ensureNamespace(namespace));

test('there are cases enough, and no two have one name', () => {
  const cases = written.flatMap(group => group.cases);
  expect(cases.filter(({ accepted }) => !accepted).length).toBeGreaterThanOrEqual(80);
  expect(cases.filter(({ accepted }) => accepted).length).toBeGreaterThanOrEqual(60);
  expect(new Set(cases.map(({ name }) => name)).size).toBe(cases.length);
});

test.each([...written, ...ourCases(namespace)])('the cluster and the findings agree: $name', ({ name, cases }) => {
  const judged = cases.map(which => judge(name, which, namespace));
  judgements.push(...judged);
  expect(judged.flatMap(judgement => problem(judgement) ?? [])).toEqual([]);
});

afterAll(() => {
  const differing = judgements.filter(judgement => !agreed(judgement));
  const refused = judgements.filter(({ cluster }) => !cluster.accepted).length;
  const explained = differing.filter(({ explanation }) => explanation !== undefined).length;
  console.log(table(judgements));
  for (const judgement of differing) console.log(disagreement(judgement));
  console.log(
    `${judgements.length} objects: ${refused} refused and ${judgements.length - refused} accepted by the cluster; ` +
      `${count(differing.length, 'disagreement')}, ${explained} of them explained`,
  );
});
