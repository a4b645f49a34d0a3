import { defineConfig } from 'vitest/config';

const conditions = ['@quietport/source'];

export default defineConfig({
  resolve: { conditions },
  ssr: { resolve: { conditions, externalConditions: conditions } },
  test: {
    include: ['packages/*/src/**/*.test.ts', 'tests/*.test.ts', 'tests/{worlds,conformance,faces}/**/*.test.ts'],
    isolate: false,
    testTimeout: 20_000,
  },
});
