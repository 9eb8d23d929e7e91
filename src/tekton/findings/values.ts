import { isRecord, type Located } from './located';

export type ValueType = 'string' | 'array' | 'object';

/** The type that Tekton takes a param's value for. Source: pipeline, pkg/apis/pipeline/v1/param_types.go (UnmarshalJSON). */
export function valueType({ value }: Located): ValueType {
  const isText = (item: unknown) => typeof item === 'string' || item === null;
  if (Array.isArray(value) && value.every(isText)) return 'array';
  if (isRecord(value) && Object.values(value).every(isText)) return 'object';
  return 'string';
}

/** The texts of a value, wherever they are in it: of a list and a map, each of them. */
export function valueTexts(at: Located): Located[] {
  switch (valueType(at)) {
    case 'array':
      return [...at.items];
    case 'object':
      return at.entries.map(([, value]) => value);
    default:
      return [at];
  }
}

/** Every text of an object, however deep. */
export function textsBelow(at: Located): Located[] {
  if (typeof at.value === 'string') return [at];
  return [...at.items, ...at.entries.map(([, value]) => value)].flatMap(textsBelow);
}
