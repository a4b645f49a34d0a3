import { askFile } from './ask.ts';

/** Asks which build the server gives out now; another one than this page is of means that the page is old. */
export async function askBuild(): Promise<void> {
  try {
    const served = (await askFile('/build.json')) as { build?: unknown };
    old = typeof served.build === 'string' && served.build !== __BUILD__;
  } catch {
    // the stream says that the server is gone
    return;
  }
  for (const listener of listeners) listener();
}

export function isOldPage(): boolean {
  return old;
}

/** For `useSyncExternalStore`. */
export function subscribeUpgrade(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

let old = false;
const listeners = new Set<() => void>();
