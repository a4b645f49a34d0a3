import { useEffect, useSyncExternalStore } from 'react';
import { serverAhead, serverNow, subscribeServerTime } from './server-time.ts';
import { onDevicesChanged, type StreamView, streamView, subscribeStream } from './stream.ts';
import { isOldPage, subscribeUpgrade } from './upgrade.ts';

/** How the event stream does, and which look is under way. */
export function useStream(): StreamView {
  return useSyncExternalStore(subscribeStream, streamView);
}

/** Whether the server gives out another console by now. */
export function useOldPage(): boolean {
  return useSyncExternalStore(subscribeUpgrade, isOldPage);
}

/** How many minutes the clock of the server is away from that of this machine. */
export function useClockGap(): number {
  return useSyncExternalStore(subscribeServerTime, clockGap);
}

function clockGap(): number {
  return Math.round(Math.abs(serverAhead()) / 60_000);
}

/** Now by the clock of the server, in milliseconds; moves on by half a minute. */
export function useNow(): number {
  return useSyncExternalStore(subscribeTick, tick);
}

/** Calls when one of these devices has changed. */
export function useDeviceChange(id: string, then: () => void): void {
  useEffect(() => onDevicesChanged((ids) => ids.includes(id) && then()), [id, then]);
}

function subscribeTick(listener: () => void): () => void {
  if (ticking.size === 0) timer = setInterval(moveOn, TICK_MS);
  ticking.add(listener);
  return () => {
    ticking.delete(listener);
    if (ticking.size === 0) clearInterval(timer);
  };
}

function moveOn(): void {
  now = serverNow();
  for (const tell of ticking) tell();
}

/** Never older than a tick, and the same for everybody who asks in between. */
function tick(): number {
  const fresh = serverNow();
  if (Math.abs(fresh - now) > TICK_MS) now = fresh;
  return now;
}

const TICK_MS = 30_000;
const ticking = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let now = 0;
