import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Some run scripts and compilers: on a busy machine these take their time.
    testTimeout: 120_000,
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/scratch.ts',
    // Sharing one module registry saves importing cdk8s again for every file; no test touches a global.
    isolate: false,
    // Scripts wait, for servers and for timers: others go on meanwhile.
    maxWorkers: Math.ceil(availableParallelism() * 1.5),
    env: { CDK8S_DISABLE_SORT: '1' },
  },
});
