import { defineConfig, mergeConfig } from 'vitest/config';
import tests from '../../vitest.config';

// `npm run coverage`: the tests of the scripts, measured.
export default mergeConfig(tests, defineConfig({ test: { globalSetup: 'test/coverage/all-scripts.ts' } }));
