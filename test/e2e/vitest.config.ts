import { defineConfig } from 'vitest/config';

// Rows use one cluster, one after another: `npm run e2e -- main`, one row with `-t "its name"`.
export default defineConfig({
  test: {
    include: ['test/e2e/suites/*.e2e.ts'],
    fileParallelism: false,
    testTimeout: 40 * 60_000,
    hookTimeout: 40 * 60_000,
    bail: process.env.CI === 'true' ? 1 : 0,
    reporters: ['verbose'],
  },
});
