import { docs } from '../docs';
import { type Draft, warning } from '../draft';
import type { Located } from '../located';

const foreign = /\$\((?:(?:tt\.)?params[.[]|(?:tasks|finally)\.[^.)]+\.results\.)[^)]*\)/g;

/**
 * Values from outside that become part of a script: whoever gives the value can write commands, and a quote in it breaks the script.
 *
 * Source: tektoncd/catalog, recommendations.md (Don't use interpolation in scripts or string arguments).
 */
export function valuesInScript(script: Located): Draft[] {
  if (!script.text.includes('$(')) return [];
  const [first, ...more] = new Set(script.text.match(foreign) ?? []);
  if (first === undefined) return [];
  const them = more.length > 0 ? 'their values become' : 'its value becomes';
  const reason = `has ${[first, ...more].join(', ')} in it: ${them} code of the script`;
  const fix = `give it to the step in env: {name: VALUE, value: ${first}}, and write "$VALUE"`;
  return [warning(script, { rule: 'script-variable', reason, fix, see: docs.scriptInjection })];
}
