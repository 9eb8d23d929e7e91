import { docs } from '../docs';
import { type Draft, error } from '../draft';
import type { Located } from '../located';
import { isDnsLabel } from '../text-formats';
import { valueType } from '../values';

const see = docs.results;
const nameFormat = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;

/** Declarations of results, of a task and of a step. Source: pipeline, pkg/apis/pipeline/v1/result_validation.go. */
export function resultDeclarations(list: Located): Draft[] {
  return list.items.flatMap(result => {
    const name = result.at('name');
    if (nameFormat.test(name.text)) return [...resultType(result), ...resultValue(result)];
    const fix = 'use letters, digits, - _ and ., and begin and end with a letter or a digit';
    return [error(name, { rule: 'result-name', reason: 'is no name of a result', fix, see })];
  });
}

function resultType(result: Located): Draft[] {
  const type = result.at('type');
  const properties = result.at('properties');
  if (!['', 'string', 'array', 'object'].includes(type.text)) {
    return [error(type, { rule: 'result-type', reason: 'is no type of a result', fix: 'write string, array or object', see })];
  }
  if (type.text === 'object' && !properties.given) {
    const fix = 'add properties: {key: {type: string}}';
    return [error(properties, { rule: 'result-properties', reason: 'is missing: an object result declares its keys', fix, see })];
  }
  if (type.text !== 'object' && type.text !== '') return [];
  return properties.entries
    .map(([, property]) => property.at('type'))
    .filter(({ text }) => text !== '' && text !== 'string')
    .map(at => error(at, { rule: 'result-properties', reason: 'is no type of a key: all are strings', fix: 'write string', see }));
}

/** A task's result may be taken from a step's. */
function resultValue(result: Located): Draft[] {
  const value = result.at('value');
  if (!value.given || (valueType(value) === 'string' && value.value === '')) return [];
  const fix = 'write $(steps.<step>.results.<result>)';
  const wrong = (reason: string) => [error(value, { rule: 'result-value', reason, fix, see: docs.stepResults })];
  if (valueType(value) !== 'string') return wrong('is no text');
  const [, step = '', name = ''] = /\$\(steps\.(.*?)\.results\.(.*?)\)/.exec(value.text) ?? [];
  if (step === '' && name === '') return wrong('names no result of a step');
  return isDnsLabel(step) && nameFormat.test(name) ? [] : wrong('names a step or a result that cannot be');
}
