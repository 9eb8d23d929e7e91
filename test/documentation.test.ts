import { join } from 'node:path';
import { App, Chart } from 'cdk8s';
import { expect, test } from 'vitest';
import * as api from '../src/index';
import { compilerMessages } from './support/compiler';
import * as prelude from './support/examples-prelude';
import { type Declaration, type Example, examples, type Member, publicApi } from './support/public-api';

const exported = publicApi();

function at({ file, line }: { readonly file: string; readonly line: number }, what: string): string {
  return `src/${file}:${line}: ${what}`;
}

test('everything that is exported has a doc comment', () => {
  // That none of it is overlooked: what there is at run time, every class, function and constant, is found.
  const found = new Set(exported.map(({ exportedAs }) => exportedAs));
  expect(Object.keys(api).filter(name => !found.has(name))).toEqual([]);
  expect(exported.filter(({ comment }) => comment === '').map(it => at(it, it.name))).toEqual([]);
});

test('every exported class, function and constant has an example', () => {
  const used = exported.filter(({ kind }) => /^(?:class|function|const)$/.test(kind));
  expect(used.filter(({ comment }) => !comment.includes('@example')).map(it => at(it, it.name))).toEqual([]);
});

test('every class, function and constant of Tekton, and every rule of drivers, says where it comes from', () => {
  const ruled = exported.filter(({ file, kind }) => /^(?:tekton|driver)\//.test(file) && /^(?:class|function|const)$/.test(kind));
  expect(ruled.filter(({ comment }) => !/@see|\bSources?\b/.test(comment)).map(it => at(it, it.name))).toEqual([]);
});

test('what throws says so', () => {
  const silent = exported.filter(({ body, comment }) => /\bthrow /.test(body) && !`${comment}${body}`.includes('@throws'));
  expect(silent.map(it => at(it, it.name))).toEqual([]);
});

// Types that do not say what a value means, its format or its unit; other types have comments of their own.
const bareType =
  /^(?:readonly )?(?:string|number|boolean|object|unknown|V|P|Value(?:<.*>)?|StepValue|Readonly<Record<string, \w+>>)(?:\[\])?$/;
const selfEvident =
  /^(?:name|namespace|description|labels|annotations|apiVersion|kind|version|major|minor|image|resource|ref|optional|readOnly)$/;

/** A member of a bare type is explained: by its name, a comment, the comment of the whole, or the Kubernetes page that it links to. */
function isExplained({ name, type, isMethod, comment }: Member, whole: Declaration): boolean {
  if (comment !== '' || (!isMethod && (!bareType.test(type) || selfEvident.test(name)))) return true;
  return whole.comment.includes(`\`${name}\``) || (!isMethod && whole.comment.includes('@see https://kubernetes.io/'));
}

test('every method, and every member of which name and type do not say what it means, is explained', () => {
  const unexplained = exported.flatMap(whole =>
    whole.members
      .filter(member => !isExplained(member, whole))
      .map(member => at({ file: whole.file, line: member.line }, `${whole.name}.${member.name}`)),
  );
  expect(unexplained).toEqual([]);
});

/** An example as a module: its first line has everything around it, so that line numbers tell where it is. */
function asModule({ code }: Example): string {
  const imports = code.filter(line => line.startsWith('import '));
  const names = exported.map(({ exportedAs }) => exportedAs).join(', ');
  const head = [
    `import { ${names} } from '${join(__dirname, '../src/index')}';`,
    `import { ${Object.keys(prelude).join(', ')} } from '${join(__dirname, 'support/examples-prelude')}';`,
    ...imports,
    'export async function example() {',
  ];
  return [head.join(' '), ...code.map(line => (line.startsWith('import ') ? '' : line)), '}', ''].join('\n');
}

test('every example compiles', () => {
  const all = examples();
  expect(all.length).toBeGreaterThan(80);
  const files = Object.fromEntries(all.map((example, index) => [`${index}.ts`, asModule(example)]));
  const said = compilerMessages('examples', files, { noUnusedLocals: false, allowUnusedLabels: false }).map(([first = '', ...rest]) => {
    const [, index, line, message = first] = /^(?:.*\/)?(\d+)\.ts\((\d+),\d+\): (.*)$/.exec(first) ?? [];
    const example = all[Number(index)];
    const place = example === undefined ? first : at({ file: example.file, line: example.line + Number(line) - 2 }, message);
    return [place, ...rest].join('\n');
  });
  expect(said).toEqual([]);
});

// What an example says of a value: `kernelTag('…+64k'); // '…_64k'`, and of a reference its text: `push.id; // $(context.eventID)`.
const claim = /^(?<value>\S.*); \/\/ (?:(?<literal>['"[{\d].*|true|false|undefined)|(?<text>\$\(.*))$/;

test('every value that an example shows is the one that comes out', () => {
  const shown = examples().filter(({ code }) => code.some(line => claim.test(line)));
  expect(shown.length).toBeGreaterThan(20);
  for (const example of shown) {
    const body = example.code.map((line, index) => {
      const { value, literal, text } = claim.exec(line)?.groups ?? {};
      if (value === undefined) return line;
      const compared = literal === undefined ? `String(${value}), ${JSON.stringify(text)}` : `${value}, ${literal}`;
      return `same(${compared}, ${JSON.stringify(at({ file: example.file, line: example.line + index }, value))});`;
    });
    const same = (actual: unknown, expected: unknown, place: string) => expect(actual, place).toEqual(expected);
    const scope = { ...api, ...prelude, chart: new Chart(new App(), 'example') };
    new Function('same', ...Object.keys(scope), `{ ${body.join('\n')} }`)(same, ...Object.values(scope));
  }
});
