// What the browser gets: packages/cli/console, beside the program that serves it. Called by tools/steps/console.mjs.
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

export default defineConfig({
  plugins: [react()],
  define: { __BUILD__: JSON.stringify(process.env.CONSOLE_BUILD ?? 'by hand') },
  build: {
    outDir: '../cli/console',
    emptyOutDir: false,
    target: 'es2023',
    modulePreload: { polyfill: false },
    // data: addresses are none of our own files
    assetsInlineLimit: 0,
    manifest: true,
    // whose code is inside, and on which terms
    license: { fileName: 'LICENSES.md' },
    reportCompressedSize: false,
  },
});
