import { fileURLToPath } from 'node:url';

/** Where the files of the console lie: beside the program. */
export function consoleFolder(): string {
  return fileURLToPath(new URL('../console', import.meta.url));
}
