import { readFileSync } from 'node:fs';
import { join } from 'node:path';

// The same file seen from src/tasks and from dist/tasks.
const { version } = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8')) as { readonly version: string };

/** Version of this package: a label of what it builds. */
export const packageVersion = version;
