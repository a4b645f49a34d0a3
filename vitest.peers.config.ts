import { defineConfig } from 'vitest/config';
import { fromSource } from './vitest.source.ts';

/** Other people's software in network namespaces of our own: Linux, root, one file after the other. */
export default defineConfig({
  ...fromSource,
  test: {
    include: ['tests/peers/**/*.test.ts'],
    fileParallelism: false,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
