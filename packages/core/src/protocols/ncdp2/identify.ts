import { type Conversation, hearAll, tell } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { AttributeValue } from '../../formats/attribute-value.ts';
import { canonicalUuid } from '../../formats/uuid.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { isList } from './attribute-texts.ts';
import { decodeNcdp2, type Ncdp2Frame } from './codec.ts';
import { DEVICE_TYPE, FUNCTION, type Ncdp2Function, PORT, RESULT } from './codec-tables.ts';
import { ANY_DEVICE, Asking, type DeviceAt, PROBE_SIZE, QUERIES, QUERY_SIZE, SERVER } from './request.ts';
import { serverTold, toldOf } from './told.ts';

/**
 * Asks one server for all its devices, then each of them for identity, status, supplies and counters: at most 20 requests
 * a second. Whoever is silent to the probe is asked nothing else.
 */
export function* identify(host: HostTarget): Conversation {
  const port = host.leads[0]?.port ?? host.port(PORT, 'udp');
  const talk = new ServerTalk(host, { address: host.address, port, transport: 'udp' });
  const first = yield* talk.probeAll();
  if (first !== 'answered') return { is: first, port };
  yield* talk.probeMissing();
  yield* talk.query();
  return { is: 'answered', port };
}

class ServerTalk {
  readonly #host: HostTarget;
  readonly #to: Endpoint;
  readonly #asking = new Asking();
  /** By type and number: what each told of itself. */
  readonly #devices = new Map<string, { readonly at: DeviceAt; readonly uuid: string | undefined }>();
  /** Those whose reply did not fit. */
  readonly #tooLarge = new Map<string, DeviceAt>();
  #promised = 1;
  #nowMs = 0;

  constructor(host: HostTarget, to: Endpoint) {
    this.#host = host;
    this.#to = to;
  }

  *probeAll(): Conversation<'answered' | 'silent' | 'unreachable' | 'garbled'> {
    let garbled = false;
    for (let attempt = 0; attempt < this.#host.tries; attempt++) {
      if (!(yield* this.#asking.send(FUNCTION.probe, ANY_DEVICE, this.#to, PROBE_SIZE, this.#nowMs)))
        return 'unreachable';
      const wait = this.#host.waitMs + LONGEST_DELAY_MS;
      yield* this.#listen(wait, FUNCTION.probe, (frame) => {
        garbled ||= frame === undefined;
        return this.#devices.size + this.#tooLarge.size >= this.#promised && this.#heardAny();
      });
      if (this.#heardAny()) return 'answered';
    }
    return garbled ? 'garbled' : 'silent';
  }

  /** Key 10 promised more than came, or a reply did not fit: each device by its type and number. */
  *probeMissing(): Conversation<void> {
    const wanted = new Map(this.#tooLarge);
    if (this.#devices.size + wanted.size < this.#promised)
      for (const device of yield* this.#listOfDevices()) wanted.set(keyOf(device), device);
    for (const [key, device] of wanted)
      if (!this.#devices.has(key)) yield* this.#ask(FUNCTION.probe, device, QUERY_SIZE);
  }

  *query(): Conversation<void> {
    for (const { at } of [...this.#devices.values()])
      for (const asked of QUERIES) if ((yield* this.#ask(asked, at, QUERY_SIZE)) === 'unreachable') return;
  }

  *#listOfDevices(): Conversation<readonly DeviceAt[]> {
    let devices: readonly DeviceAt[] = [];
    yield* this.#ask(FUNCTION.capabilities, SERVER, QUERY_SIZE, (frame) => {
      devices = devicesIn(frame.body.attributes?.['devices']);
    });
    return devices;
  }

  *#ask(
    asked: Ncdp2Function,
    device: DeviceAt,
    size: number,
    take: (frame: Ncdp2Frame) => void = () => undefined,
  ): Conversation<'answered' | 'silent' | 'unreachable'> {
    for (let attempt = 0; attempt < Math.min(this.#host.tries, MOST_TRIES); attempt++) {
      const from = this.#nowMs;
      if (!(yield* this.#asking.send(asked, device, this.#to, size, from))) return 'unreachable';
      let answered = false;
      yield* this.#listen(this.#host.waitMs, asked, (frame) => {
        if (frame === undefined || !sameDevice(frame, device)) return false;
        answered = true;
        take(frame);
        return true;
      });
      // 20 requests a second: the rest of this one's share
      while (this.#nowMs - from < APART_MS) yield* this.#listen(APART_MS - (this.#nowMs - from), asked, () => false);
      if (answered) return 'answered';
    }
    return 'silent';
  }

  /** Hears until `take` has had enough; only replies to what was asked count, and each is told. */
  *#listen(waitMs: number, asked: Ncdp2Function, take: (frame: Ncdp2Frame | undefined) => boolean): Conversation<void> {
    const begin = this.#nowMs;
    const { address } = this.#to;
    const listen = this;
    const ended = yield* hearAll(
      waitMs,
      function* (heard) {
        listen.#nowMs = begin + waitMs - heard.leftMs;
        if (heard.from.address !== address) return false;
        const decoded = decodeNcdp2(heard.bytes);
        if (!decoded.ok) return take(undefined);
        const frame = decoded.value;
        if (!listen.#asking.answers(frame, listen.#nowMs, heard.from)) return false;
        const before = listen.#promised;
        const uuid = listen.#learn(frame);
        if (before === 1 && listen.#promised > 1) yield* tell(serverTold(heard, frame));
        if (frame.deviceType !== DEVICE_TYPE.host)
          yield* tell(toldOf(heard, frame, { uuid, several: listen.#promised > 1 }));
        return frame.letter === asked.letter.toLowerCase() && frame.function === asked.id && take(frame);
      },
      MOST_REPLIES,
    );
    if (!ended) this.#nowMs = begin + waitMs;
  }

  #learn(frame: Ncdp2Frame): string | undefined {
    const at = { type: frame.deviceType, number: frame.deviceNumber };
    const key = keyOf(at);
    if (frame.letter === 'p') {
      this.#promised = Math.min(MOST_DEVICES, Math.max(this.#promised, frame.body.deviceCount ?? 1));
      if (frame.result === RESULT.tooLarge) this.#tooLarge.set(key, at);
      else if (this.#devices.size < MOST_DEVICES) {
        const told = frame.body.attributes?.['printer-uuid'];
        const uuid = typeof told === 'string' ? canonicalUuid(told) : '';
        if (frame.result <= RESULT.partly) {
          this.#tooLarge.delete(key);
          this.#devices.set(key, { at, uuid: uuid === '' ? undefined : uuid });
        }
      }
    }
    return this.#devices.get(key)?.uuid;
  }

  #heardAny(): boolean {
    return this.#devices.size + this.#tooLarge.size > 0;
  }
}

/** `devices` of Q 0001: an array of [type, number]. What is no device is left out. */
function devicesIn(value: AttributeValue | undefined): readonly DeviceAt[] {
  if (!isList(value)) return [];
  return value.slice(0, MOST_DEVICES).flatMap((pair): DeviceAt[] => {
    const [type, number] = isList(pair) ? pair : [];
    const isByte = (one: unknown): one is number => typeof one === 'number' && one >= 0 && one < DEVICE_TYPE.any;
    return isByte(type) && isByte(number) && type !== DEVICE_TYPE.host ? [{ type, number }] : [];
  });
}

function sameDevice(frame: Ncdp2Frame, { type, number }: DeviceAt): boolean {
  return frame.deviceType === type && frame.deviceNumber === number;
}

function keyOf({ type, number }: DeviceAt): string {
  return `${type}/${number}`;
}

/** A P with FF in it is answered after as much as this. */
const LONGEST_DELAY_MS = 500;
// twenty would be 50 ms apart; the probe before the first of them counts as well
const APART_MS = 55;
const MOST_TRIES = 2;
const MOST_DEVICES = 1_530;
const MOST_REPLIES = 5_000;
