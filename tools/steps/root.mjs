import { fileURLToPath } from 'node:url';

/** The checkout, wherever the command was started. */
export const ROOT = fileURLToPath(new URL('../..', import.meta.url));
