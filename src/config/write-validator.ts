import { writeFileSync } from 'node:fs';
import { compiledFile, compiledValidator } from './schema-validator';

// The last part of `npm run build`: reading a configuration is quick with it, and right without.
writeFileSync(compiledFile, compiledValidator());
