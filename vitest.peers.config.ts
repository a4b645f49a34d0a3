import { defineConfig } from 'vitest/config';
import { fromSource } from './vitest.source.ts';

/**
 * Other people's software in network namespaces of our own: Linux, root. Each file has its own namespaces and waits most of
 * its time, so two run side by side.
 */
export default defineConfig({
  ...fromSource,
  test: {
    include: ['tests/peers/**/*.test.ts'],
    maxWorkers: 2,
    // other programs under load have their moods: once more, and the run says which test needed it
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
