import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    // Sharing one module registry saves importing cdk8s again for every file; no test touches a global.
    isolate: false,
    env: { CDK8S_DISABLE_SORT: '1' },
  },
});
