import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    // Some run scripts and compilers: on a busy machine these take their time.
    testTimeout: 120_000,
    include: ['test/**/*.test.ts'],
    globalSetup: 'test/support/scratch.ts',
    // Sharing one module registry saves importing cdk8s again for every file; no test touches a global.
    isolate: false,
    // By default one core is left idle.
    maxWorkers: '100%',
    env: { CDK8S_DISABLE_SORT: '1' },
  },
});
