import type { Visit } from '@quietport/api';

/** Who said it; null for whoever is on this machine before there are users. */
export function nameOf({ caller }: Visit): string | null {
  return caller.is === 'user' || caller.is === 'token' ? caller.name : null;
}
