import { createHash } from 'node:crypto';
import { scriptFile } from './script';

/** Hash of what is mended in the entry point of a vGPU guest driver: it shapes the image. */
export const entryPointEdits = createHash('sha256').update(scriptFile('tasks/entry-point-edits.sh')).digest('hex');
