import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';

const see = docs.when;

/** Conditions, of a task of a pipeline and of a step. Source: pipeline, pkg/apis/pipeline/v1/when_validation.go. */
export function whenExpressions(list: Located): Draft[] {
  return list.items.flatMap(expression);
}

function expression(at: Located): Draft[] {
  const cel = at.at('cel');
  if (cel.text !== '') {
    const reason = 'needs the feature flag enable-cel-in-whenexpression, which is off by default';
    return [error(cel, { rule: 'when-cel', reason, fix: 'write input, operator and values', see: docs.featureFlags })];
  }
  const operator = at.at('operator');
  if (at.at('input').text === '' && operator.text === '' && at.at('values').items.length === 0) {
    return [error(at, { rule: 'when-empty', reason: 'says nothing', fix: 'write input, operator and values, or remove it', see })];
  }
  if (!['in', 'notin'].includes(operator.text)) {
    return [error(operator, { rule: 'when-operator', reason: 'is no operator', fix: 'write in or notin', see })];
  }
  const values = at.at('values');
  if (values.items.length > 0) return [];
  return [error(values, { rule: 'when-values', reason: 'has nothing to compare with', fix: 'write at least one value', see })];
}
