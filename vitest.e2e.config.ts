import { defineConfig } from 'vitest/config';
import { fromSource } from './vitest.source.ts';

/** The faces as a user meets them: the built program, on loopback only. */
export default defineConfig({
  ...fromSource,
  test: {
    include: ['tests/e2e/**/*.test.ts'],
    env: { QUIETPORT_INTERFACES: 'lo' },
    fileParallelism: false,
    // other programs under load have their moods: once more, and the run says which test needed it
    retry: 1,
    testTimeout: 60_000,
    hookTimeout: 60_000,
  },
});
