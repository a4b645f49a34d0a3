import { defineConfig } from 'vitest/config';
import { fromSource } from './vitest.source.ts';

/** What `npm run check` runs: everything that needs no socket beyond loopback, no root and no other program. */
export default defineConfig({
  ...fromSource,
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/*.test.ts', 'tests/{worlds,conformance,faces}/**/*.test.ts'],
    isolate: false,
    testTimeout: 20_000,
    hookTimeout: 60_000,
  },
});
