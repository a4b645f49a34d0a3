import { defineConfig } from 'vitest/config';
import { fromSource } from './vitest.source.ts';

/** Tests that read recordings and facts beside the checkout, in ../shared: `npm run test:shared`. */
export default defineConfig({
  ...fromSource,
  test: {
    include: ['tests/shared/**/*.test.ts'],
    testTimeout: 60_000,
  },
});
