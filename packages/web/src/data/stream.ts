import type { EVENTS_PATH } from '@quietport/api';
import type { Device } from './documents.ts';
import { patchFleet } from './fleet.ts';
import { documentOf, forget, queryClient } from './query.ts';
import { askBuild } from './upgrade.ts';

/** How the event stream does. */
export type StreamState = 'connecting' | 'live' | 'cut';

interface LookUnderWay {
  readonly why: string;
  /** As the server wrote it. */
  readonly since: string;
}

/** What the parts of the console see of the stream. */
export interface StreamView {
  readonly state: StreamState;
  readonly look: LookUnderWay | null;
}

/** Opens the stream once, for as long as the page lives. */
export function openStream(): void {
  const source = new EventSource(PATH);
  const on = <T>(name: string, take: (data: T) => void) =>
    source.addEventListener(name, (event: MessageEvent<string>) => take(JSON.parse(event.data) as T));
  source.addEventListener('open', () => {
    const again = view.state === 'cut';
    show({ state: 'live' });
    if (again) readAnew();
    void askBuild();
  });
  source.addEventListener('error', () => {
    show({ state: 'cut', look: null });
    // a browser gives up where it was answered with an error
    if (source.readyState === EventSource.CLOSED) openAgain();
  });
  on<{ device: Device; virtual: boolean }>('device-changed', ({ device, virtual }) => {
    gone.delete(device.id);
    changed.set(device.id, device);
    isVirtual = virtual;
    patchSoon();
  });
  on<{ id: string }>('device-gone', ({ id }) => {
    changed.delete(id);
    gone.add(id);
    patchSoon();
  });
  on<{ at: string; why: string }>('look-started', ({ at, why }) => show({ look: { why, since: at } }));
  on('look-finished', () => {
    show({ look: null });
    forget('GET /api/v1/looks', 'GET /api/v1/scope', 'GET /api/v1/vantage');
  });
  on('alert-changed', forgetAlertsSoon);
  on('job-changed', () => forget('GET /api/v1/jobs'));
  on('scope-changed', readAnew);
  on('events-lost', readAnew);
}

/** In a while; where somebody has to sign in first, when that is done. */
function openAgain(): void {
  // why it was refused is known by the session: it may have ended
  forget('GET /api/v1/session');
  setTimeout(() => {
    if (!isOutside()) return openStream();
    const stop = queryClient.getQueryCache().subscribe(() => {
      if (isOutside()) return;
      stop();
      openStream();
    });
  }, AGAIN_MS);
}

function isOutside(): boolean {
  const session = queryClient.getQueryData(documentOf('GET /api/v1/session', {}).queryKey);
  return session?.setUp === true && session.user === null;
}

/** For `useSyncExternalStore`. */
export function subscribeStream(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export function streamView(): StreamView {
  return view;
}

function show(next: Partial<StreamView>): void {
  view = { ...view, ...next };
  for (const listener of listeners) listener();
}

function readAnew(): void {
  changed.clear();
  gone.clear();
  void queryClient.invalidateQueries();
}

/** A busy network changes many devices at once: the screen follows a few times a second. */
function patchSoon(): void {
  if (waiting) return;
  waiting = true;
  setTimeout(() => {
    waiting = false;
    const ids = [...changed.keys(), ...gone];
    patchFleet([...changed.values()], [...gone], isVirtual);
    changed.clear();
    gone.clear();
    for (const tell of changeListeners) tell(ids);
  }, PATCH_MS);
}

/** Many alerts start at once where a cable is out: they are read once for all of them. */
function forgetAlertsSoon(): void {
  if (alertsWaiting) return;
  alertsWaiting = true;
  setTimeout(() => {
    alertsWaiting = false;
    forget('GET /api/v1/alerts');
  }, PATCH_MS);
}

/** Told of the ids of devices that have changed, after what was read of them has been put right. */
export function onDevicesChanged(tell: (ids: readonly string[]) => void): () => void {
  changeListeners.add(tell);
  return () => changeListeners.delete(tell);
}

const PATH: typeof EVENTS_PATH = '/api/v1/events';
const AGAIN_MS = 3000;
const PATCH_MS = 300;
const listeners = new Set<() => void>();
const changeListeners = new Set<(ids: readonly string[]) => void>();
const changed = new Map<string, Device>();
const gone = new Set<string>();
let isVirtual = false;
let waiting = false;
let alertsWaiting = false;
let view: StreamView = { state: 'connecting', look: null };
