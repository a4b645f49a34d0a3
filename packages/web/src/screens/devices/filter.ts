import type { Device } from '../../data/documents.ts';

/** What the address asks for. */
export interface Wish {
  readonly q: string;
  readonly kind: string;
  readonly state: string;
  /** Those that a person keeps out of lists, and no others. */
  readonly ignored: boolean;
}

/** Every word must be somewhere in what is known of a device. */
export function filterDevices(
  devices: readonly Device[],
  { q, kind, state, ignored }: Wish,
  /** Nobody else, where it is given. */
  only?: ReadonlySet<string>,
): readonly Device[] {
  const words = q.toLowerCase().split(/\s+/).filter(Boolean);
  return devices.filter(
    (device) =>
      device.ignored === ignored &&
      (only === undefined || only.has(device.id)) &&
      (kind === '' || device.kind === kind) &&
      (state === '' || device.state.word === state) &&
      words.every((word) => textOf(device).includes(word)),
  );
}

/** Makes ready what is searched, a little at a time while nobody does anything: the first key is as fast as the next. */
export function makeReady(devices: readonly Device[]): () => void {
  let next = 0;
  let timer = 0;
  const some = () => {
    const end = Math.min(next + AT_ONCE, devices.length);
    for (; next < end; next++) textOf(devices[next] as Device);
    if (next < devices.length) timer = window.setTimeout(some);
  };
  timer = window.setTimeout(some);
  return () => window.clearTimeout(timer);
}

/** Made once for each document. */
function textOf(device: Device): string {
  let text = texts.get(device);
  if (text === undefined) {
    const facts = Object.values(device.facts).map(({ value }) => value);
    const places = device.interfaces.flatMap(({ mac, addresses }) => [mac ?? '', ...addresses]);
    const states = [device.kind, device.state.word, ...device.state.reasons];
    text = [device.id, ...facts, ...device.hostnames, ...places, ...states].join('\n').toLowerCase();
    texts.set(device, text);
  }
  return text;
}

const AT_ONCE = 250;
const texts = new WeakMap<Device, string>();
