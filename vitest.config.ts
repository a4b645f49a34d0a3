import { defineConfig } from 'vitest/config';
import { fromSource } from './vitest.source.ts';

/** What `npm run check` runs: everything that needs no socket beyond loopback, no root and no other program. */
export default defineConfig({
  ...fromSource,
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/*.test.ts', 'tests/{worlds,conformance,faces}/**/*.test.ts'],
    isolate: false,
    // no test is about time: this ends what hangs, on a slow machine with other work as well
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
