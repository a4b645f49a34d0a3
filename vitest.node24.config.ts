import { defineConfig } from 'vitest/config';
import { fromSource } from './vitest.source.ts';

/** The store on the SQLite inside of Node 24: run with that Node by `node tools/node24.mjs`. */
export default defineConfig({
  ...fromSource,
  test: {
    include: ['tests/conformance/store-node24.ts', 'packages/store/src/**/*.test.ts'],
    testTimeout: 20_000,
  },
});
