import { target } from '../../harness/driver-image';

/** A sound event; each of those below differs from it in one thing. */
export const sound = { target, release: '4.20.3', attempt: 1 };

/** The same, as it is posted. */
export const json = JSON.stringify(sound);

/** What the CEL interceptor says where the filter is false. */
export const filter = 'did not return true';

/** What is not even an object, by name: the listener refuses it itself. Last the content type, where it is not JSON's. */
export const unreadable: readonly [string, string, string?][] = [
  ['no JSON', 'build it'],
  ['empty', ''],
  ['cut off', json.slice(0, -1)],
  ['in single quotes', json.replaceAll('"', "'")],
  ['with a comma too many', json.replace('}', ',}')],
  ['twice in one body', json + json],
  ['in a list', `[${json}]`],
  ['a string', '"build"'],
  ['a number', '1'],
  ['a number that no computer holds', json.replace('1}', '1e400}')],
  ['YAML', `target: ${target}\nrelease: 4.20.3\n`],
  ['a form', `target=${target}&release=4.20.3`, 'application/x-www-form-urlencoded'],
];

/** Objects, by name, that the filter refuses. Last what it says, where that is not `filter`. */
export const malformed: readonly [string, unknown, string?][] = [
  ['null', null, 'no such key: target'],
  ['of no field', {}, 'no such key: target'],
  ['without target', { ...sound, target: undefined }, 'no such key: target'],
  ['without release', { ...sound, release: undefined }, 'no such key: release'],
  ['inside another object', { event: sound }],
  ['with names of fields in upper case', { TARGET: target, RELEASE: '4.20.3' }],
  ['with a field too many', { ...sound, kernel: '5.14.0-570.62.1.el9_6.x86_64' }],
  ['with an image', { ...sound, image: 'quay.io/other/release:4.20.3' }],
  ['with extensions of its own', { ...sound, extensions: { release: 'x' } }],
  ['for an unknown target', { ...sound, target: 'r999-x86-64' }],
  ['for no target', { ...sound, target: '' }],
  ['for a target in upper case', { ...sound, target: target.toUpperCase() }],
  ['for a target with a line break', { ...sound, target: `${target}\n` }],
  ['for a list of targets', { ...sound, target: [target] }],
  ['for a target that is an object', { ...sound, target: { name: target } }],
  ['with a number as release', { ...sound, release: 4.2 }],
  ['with null as release', { ...sound, release: null }],
  ['with an object as release', { ...sound, release: { version: '4.20.3' } }],
  ['with a list as release', { ...sound, release: ['4.20.3'] }],
  ['with an empty release', { ...sound, release: '' }],
  ['with a minor alone', { ...sound, release: '4.20' }],
  ['with a word as release', { ...sound, release: 'latest' }],
  ['with upper case in the release', { ...sound, release: '4.21.0-RC.1' }],
  ['with a leading zero in the release', { ...sound, release: '04.20.3' }],
  ['with a leading zero in the patch', { ...sound, release: '4.20.03' }],
  ['with a number of four digits in the release', { ...sound, release: '4.20.1000' }],
  ['with a release that ends in a hyphen', { ...sound, release: '4.20.3-' }],
  ['with a release for which another has the same name', { ...sound, release: '4.20.3-a-b' }],
  ['with a release too long for a name', { ...sound, release: `4.20.3-${'a'.repeat(13)}` }],
  ['with a release of a million characters', { ...sound, release: `4.20.3-${'a'.repeat(1_000_000)}` }],
  ['with a blank before the release', { ...sound, release: ' 4.20.3' }],
  ['with a line break after the release', { ...sound, release: '4.20.3\n' }],
  ['with a second line in the release', { ...sound, release: '4.20.3\nmalicious: true' }],
  ['with a NUL in the release', { ...sound, release: '4.20.3\0' }],
  ['with wide digits in the release', { ...sound, release: '４.20.3' }],
  ['with Arabic digits in the release', { ...sound, release: '٤.٢٠.٣' }],
  ['with a look-alike of the dot', { ...sound, release: '4․20․3' }],
  ['with a quote in the release', { ...sound, release: '4.20.3"' }],
  ['with JSON in the release', { ...sound, release: '4.20.3"},{"name":"x' }],
  ['with a Tekton variable as release', { ...sound, release: '$(params.image)' }],
  ['with a variable of Triggers as release', { ...sound, release: '$(tt.params.attempt)' }],
  ['with a command in the release', { ...sound, release: '4.20.3;id' }],
  ['with a command substitution as release', { ...sound, release: '4.20.3$(id)' }],
  ['with a path as release', { ...sound, release: '../4.20.3' }],
  ['with an image as release', { ...sound, release: 'quay.io/o/r:4.20.3' }],
  ['with a digest after the release', { ...sound, release: '4.20.3@sha256:0' }],
  ['with a string as attempt', { ...sound, attempt: '1' }],
  ['with null as attempt', { ...sound, attempt: null }],
  ['with a boolean as attempt', { ...sound, attempt: true }],
  ['with a list as attempt', { ...sound, attempt: [1] }],
  ['with an object as attempt', { ...sound, attempt: { number: 1 } }],
  ['with attempt 0', { ...sound, attempt: 0 }],
  ['with attempt -1', { ...sound, attempt: -1 }],
  ['with attempt 1.5', { ...sound, attempt: 1.5 }],
  ['with attempt 100', { ...sound, attempt: 100 }],
  ['with attempt 1e9', { ...sound, attempt: 1e9 }],
  ['with attempt 1e300', { ...sound, attempt: 1e300 }],
];
