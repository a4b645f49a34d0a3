/**
 * What time it is for the server: ages are counted by its clock, whatever the clock of this machine says. A `Date` header
 * has whole seconds, so a difference below two seconds is none.
 */
export function hearServerTime(header: string | null): void {
  const said = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(said)) return;
  const difference = said - Date.now();
  const next = Math.abs(difference) < 2000 ? 0 : difference;
  const told = Math.abs(next - ahead) >= 2000;
  ahead = next;
  if (told) for (const listener of listeners) listener();
}

/** For `useSyncExternalStore`: called when the clocks have drifted apart, or together. */
export function subscribeServerTime(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Now, in milliseconds since 1970, by the clock of the server. */
export function serverNow(): number {
  return Date.now() + ahead;
}

/** How many milliseconds the server is ahead of this machine; 0 where they agree. */
export function serverAhead(): number {
  return ahead;
}

let ahead = 0;
const listeners = new Set<() => void>();
