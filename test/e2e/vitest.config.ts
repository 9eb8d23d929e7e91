import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Rows use what rows before them made: files in the order of their names. */
class ByName extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return files.sort((a, b) => a.moduleId.localeCompare(b.moduleId));
  }
}

// One cluster, one row after another: `npm run e2e -- main`; a single row with `-t "its name"`, on what an earlier run left.
export default defineConfig({
  test: {
    include: ['test/e2e/suites/**/*.e2e.ts'],
    fileParallelism: false,
    sequence: { sequencer: ByName },
    testTimeout: 40 * 60_000,
    hookTimeout: 40 * 60_000,
    bail: process.env.CI === 'true' ? 1 : 0,
    reporters: ['verbose'],
  },
});
