import { type Conversation, chance, hear, hearAll, send, tell } from '../../contracts/conversation.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { HostTarget, Segment } from '../../contracts/protocol.ts';
import type { Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { sortsOf, targetClaims } from './claims.ts';
import { decodeWsd, type Target, type WsdMessage } from './codec.ts';
import { probe, randomUrn, resolve } from './messages.ts';

/**
 * Asks a segment for printers, for scanners, and for devices of no such name (some makers' answer to that alone),
 * three times with the same message ids, so that whoever has answered need not do it again. Whoever tells no address
 * is asked for it.
 */
export function* discover(segment: Segment): Conversation {
  const packets: Uint8Array[] = [];
  const ids = new Set<string>();
  for (const type of PROBED) {
    const id = randomUrn(yield* chance(16));
    ids.add(id);
    packets.push(probe(id, type));
  }
  const hearing = new Hearing(isWanted);
  for (const share of [0.3, 0.3, 0.4]) {
    let sent = false;
    for (const packet of packets) for (const target of segment.targets) sent = (yield* send(packet, target)) || sent;
    if (!sent) return { is: 'unreachable' };
    yield* hearAll(share * segment.patienceMs, (heard) =>
      hearing.take(
        heard,
        (message) => ids.has(message.relatesTo),
        function* (target) {
          const id = randomUrn(yield* chance(16));
          ids.add(id);
          for (const group of segment.targets) yield* send(resolve(id, target), group);
        },
      ),
    );
  }
  return { is: hearing.ending() };
}

/**
 * Asks one host by unicast for a device of any kind: it answers with its types, from which it shows that it is no
 * printer, too. By the standard a probe without a type would do, but there are devices that ignore it (wsdd 0.7 does).
 */
export function* inspect(host: HostTarget): Conversation {
  const target: Endpoint = { address: host.address, port: host.port(PORT, 'udp'), transport: 'udp' };
  const id = randomUrn(yield* chance(16));
  const ids = new Set([id]);
  const hearing = new Hearing(() => true);
  // it may take half a second before it answers (SOAP over UDP, APP_MAX_DELAY)
  const waitMs = Math.max(host.waitMs, MIN_WAIT_MS);
  for (let attempt = 0; attempt < Math.min(host.tries, 2) && hearing.told === 0; attempt++) {
    if (!(yield* send(probe(id, ANY_DEVICE), target))) return { is: 'unreachable' };
    yield* hearAll(waitMs, function* (heard) {
      if (heard.from.address !== target.address) return false;
      yield* hearing.take(
        heard,
        (message) => ids.has(message.relatesTo),
        function* (endpoint) {
          const again = randomUrn(yield* chance(16));
          ids.add(again);
          yield* send(resolve(again, endpoint), target);
        },
      );
      return hearing.complete;
    });
  }
  return { is: hearing.ending() };
}

/**
 * Hears which printers and scanners come and go, without a word of our own. A Hello that names no type is not one of
 * them: computers send such (wsdd 0.7 does).
 */
export function* listen(): Conversation {
  const hearing = new Hearing(isNamed);
  for (;;) {
    const heard = yield* hear(Number.POSITIVE_INFINITY);
    if (heard === undefined) return { is: 'silent' };
    yield* hearing.take(heard, () => true);
  }
}

/** What one conversation has heard: each endpoint of each host once for what it says, at most so many. */
export class Hearing {
  readonly #wants: (target: Target, by: WsdMessage['body']['is']) => boolean;
  readonly #said = new Set<string>();
  readonly #perHost = new Map<string, number>();
  readonly #resolved = new Set<string>();
  /** Endpoints that have been told: a Bye names no types. */
  readonly #known = new Set<string>();
  told = 0;
  #garbled = 0;
  /** True where all that was told had an address to read on at. */
  complete = false;

  constructor(wants: (target: Target, by: WsdMessage['body']['is']) => boolean) {
    this.#wants = wants;
  }

  *take(
    heard: Datagram,
    accepts: (message: WsdMessage) => boolean,
    resolveIt?: (endpoint: string) => Conversation<void>,
  ): Conversation<undefined> {
    const decoded = decodeWsd(heard.bytes);
    if (!decoded.ok) {
      this.#garbled++;
      return undefined;
    }
    const { body } = decoded.value;
    if (!('targets' in body)) return undefined;
    // an answer names its question; a Hello and a Bye are for everybody
    const asked = body.is === 'probe-matches' || body.is === 'resolve-matches';
    if (asked && !accepts(decoded.value)) return undefined;
    for (const target of body.targets) {
      const endpoint = target.endpoint?.text ?? '';
      if (
        body.is === 'bye' ? !this.#known.has(endpoint) : body.is !== 'resolve-matches' && !this.#wants(target, body.is)
      )
        continue;
      if (this.#repeats(heard.from.address, `${body.is} ${endpoint} ${target.addresses?.text}`)) continue;
      if (this.#known.size < MOST_ENDPOINTS) this.#known.add(endpoint);
      this.told++;
      this.complete = target.addresses !== undefined;
      yield* tell(tellingOf(heard, target, body.targets.length > 1));
      const missing = body.is !== 'bye' && endpoint !== '' && target.addresses === undefined;
      if (!missing || resolveIt === undefined || this.#resolved.has(endpoint)) continue;
      if (this.#resolved.size >= MOST_RESOLVED) continue;
      this.#resolved.add(endpoint);
      yield* resolveIt(endpoint);
    }
    return undefined;
  }

  ending(): 'answered' | 'garbled' | 'silent' {
    return this.told > 0 ? 'answered' : this.#garbled > 0 ? 'garbled' : 'silent';
  }

  #repeats(address: string, key: string): boolean {
    const count = this.#perHost.get(address) ?? 0;
    const whole = `${address} ${key}`;
    if (this.#said.has(whole) || count >= MOST_PER_HOST || this.#said.size >= MOST_ENDPOINTS) return true;
    this.#said.add(whole);
    this.#perHost.set(address, count + 1);
    return false;
  }
}

/** Printers and scanners by their types, and devices that name no type that would tell. */
export function isWanted(target: Target): boolean {
  return isNamed(target) || sortsOf(target.types).has('unsaid');
}

export function isNamed({ types }: Target): boolean {
  const sorts = sortsOf(types);
  return sorts.has('prints') || sorts.has('scans');
}

/** A proxy tells of others in one packet: what stands at another address is not the sender's word of itself. */
function tellingOf({ from, bytes }: Datagram, target: Target, several: boolean): Told {
  const claims = targetClaims(target, from.address);
  const here = claims.some((claim) => claim.is === 'service');
  const told = { from, protocol: 'wsd', raw: bytes, claims };
  return several && !here ? { ...told, relayed: true } : told;
}

export const PORT = 3702;
const ANY_DEVICE = 'wsdp:Device';
const PROBED = ['wprt:PrintDeviceType', 'wscn:ScanDeviceType', ANY_DEVICE];
const MIN_WAIT_MS = 800;
const MOST_ENDPOINTS = 4_096;
const MOST_PER_HOST = 32;
const MOST_RESOLVED = 256;
