import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** One object, and what the cluster says of it. */
export interface Case {
  readonly name: string;
  readonly accepted: boolean;
  /** YAML, as it is written. */
  readonly text: string;
  /** Why our verdict is another one. */
  readonly explanation?: string;
}

/** Cases that belong together: a file of them, or what one render wrote. */
export interface CaseGroup {
  readonly name: string;
  readonly cases: readonly Case[];
}

/**
 * The cases of `cases/wrong`, which the cluster refuses, and of `cases/right`, which it accepts. Each is a document of its own that
 * begins with a comment, `# case: name`; where our verdict differs, another one says why: `# differs: reason`.
 */
export function writtenCases(): CaseGroup[] {
  return [...caseFiles('wrong', false), ...caseFiles('right', true)];
}

function caseFiles(folder: string, accepted: boolean): CaseGroup[] {
  const root = join(__dirname, 'cases', folder);
  return readdirSync(root).map(file => {
    const documents = readFileSync(join(root, file), 'utf8').split(/^---\n/m);
    return { name: `${folder}/${file}`, cases: documents.map(text => writtenCase(`${folder}/${file}`, text, accepted)) };
  });
}

function writtenCase(file: string, text: string, accepted: boolean): Case {
  const name = comment(text, 'case');
  if (name === undefined) throw new Error(`${file}: a document has no line "# case: name":\n${text}`);
  const explanation = comment(text, 'differs');
  return { name, accepted, text, ...(explanation !== undefined && { explanation }) };
}

function comment(text: string, key: string): string | undefined {
  return text.match(new RegExp(`^# ${key}: (.+)$`, 'm'))?.[1];
}
