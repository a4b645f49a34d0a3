import { useCallback, useSyncExternalStore } from 'react';

/** What this browser keeps for who sits here, by name: text, or nothing. All tabs see the same. */
export function useKept(name: string): readonly [kept: string | undefined, keep: (text: string | undefined) => void] {
  const kept = useSyncExternalStore(subscribe, () => read(name));
  const keep = useCallback((text: string | undefined) => write(name, text), [name]);
  return [kept, keep];
}

function read(name: string): string | undefined {
  try {
    return localStorage.getItem(PREFIX + name) ?? undefined;
  } catch {
    return unkept.get(name);
  }
}

function write(name: string, text: string | undefined): void {
  try {
    if (text === undefined) localStorage.removeItem(PREFIX + name);
    else localStorage.setItem(PREFIX + name, text);
  } catch {
    // a browser that keeps nothing: for as long as the page lives
    if (text === undefined) unkept.delete(name);
    else unkept.set(name, text);
  }
  for (const listener of listeners) listener();
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

const PREFIX = 'quietport-';
const unkept = new Map<string, string>();
const listeners = new Set<() => void>();
