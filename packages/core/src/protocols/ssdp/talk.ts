import { encodeText } from '../../bytes/text.ts';
import { type Conversation, hear, hearAll, http, send, tell } from '../../contracts/conversation.ts';
import type { Datagram } from '../../contracts/network.ts';
import type { HostTarget, Segment } from '../../contracts/protocol.ts';
import type { Claim } from '../../model/claim.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import { type Endpoint, formatEndpoint } from '../../net/endpoint.ts';
import { descriptionClaims, messageClaims } from './claims.ts';
import { decodeDescription, decodeSsdp, type SsdpMessage } from './codec.ts';
import { kindOfType, PRINTER, SCANNER } from './kinds.ts';

/** Asks a segment for printers and for scanners, twice, and for nothing else: most of what speaks UPnP is neither. */
export function* discover(segment: Segment): Conversation {
  const hearing = new Hearing('response');
  for (const share of [0.4, 0.6]) {
    let sent = false;
    for (const target of segment.targets) {
      const host = segment.family === 6 ? `[${target.address.replace(/%.*$/, '')}]` : target.address;
      for (const type of [PRINTER, SCANNER])
        sent = (yield* send(search(`${host}:${target.port}`, type), target)) || sent;
    }
    if (!sent) return { is: 'unreachable' };
    yield* hearAll(share * segment.patienceMs, (heard) => hearing.take(heard));
  }
  return { is: hearing.told > 0 ? 'answered' : hearing.garbled > 0 ? 'garbled' : 'silent' };
}

/** Hears what printers and scanners announce, without a word of our own. */
export function* listen(): Conversation {
  const hearing = new Hearing('notify');
  for (;;) {
    const heard = yield* hear(Number.POSITIVE_INFINITY);
    if (heard === undefined) return { is: 'silent' };
    yield* hearing.take(heard);
  }
}

/** Reads the description where the host said that it stands. */
export function* readDescription(host: HostTarget): Conversation {
  let best: Outcome = 'silent';
  for (const { service, port, resource = '' } of host.leads) {
    const scheme = service === 'upnps' ? 'https' : 'http';
    const url = `${scheme}://${formatEndpoint({ address: host.address, port })}/${resource}`;
    const headers = { Accept: 'text/xml, application/xml' };
    const waitMs = Math.max(host.waitMs, MIN_WAIT_MS);
    const outcome = yield* http({ url, method: 'GET', headers, maxBytes: MOST_BYTES }, waitMs);
    if (outcome.is !== 'answered') {
      best = outcome.is === 'too-large' ? 'garbled' : outcome.is;
      continue;
    }
    const { response } = outcome;
    best = 'garbled';
    if (response.status !== 200) continue;
    const told = readDescribed(response.body, response.from, service, port, resource);
    if (told === undefined) continue;
    yield* tell(told);
    return { is: 'answered' };
  }
  return { is: best };
}

/** What a description tells of the host that serves it there. */
export function readDescribed(
  body: Uint8Array,
  from: Endpoint,
  service: string,
  port: number,
  resource: string,
): Told | undefined {
  const decoded = decodeDescription(body);
  if (!decoded.ok) return undefined;
  const path = decoded.value.paths.get(decoded.value.root)!;
  const here: Claim = { is: 'service', service, port, transport: 'tcp', resource, path };
  return { from, protocol: 'ssdp', raw: body, claims: [...descriptionClaims(decoded.value), here] };
}

/** What one conversation has heard: the same from the same host once, at most so much. */
export class Hearing {
  readonly #wanted: SsdpMessage['is'];
  readonly #said = new Set<string>();
  readonly #perHost = new Map<string, number>();
  told = 0;
  garbled = 0;

  constructor(wanted: SsdpMessage['is']) {
    this.#wanted = wanted;
  }

  *take({ from, bytes }: Datagram): Conversation<undefined> {
    const decoded = decodeSsdp(bytes);
    if (!decoded.ok) {
      this.garbled++;
      return undefined;
    }
    const { is, fields } = decoded.value;
    const type = fields.get(is === 'notify' ? 'nt' : 'st')?.value ?? '';
    if (is !== this.#wanted || kindOfType(type) === undefined) return undefined;
    // NTS: a farewell says who goes, and not where it stands
    const gone = fields.get('nts')?.value === 'ssdp:byebye';
    const key = [from.address, gone, type, fields.get('usn')?.value, fields.get('location')?.value].join(' ');
    const count = this.#perHost.get(from.address) ?? 0;
    if (this.#said.has(key) || count >= MOST_PER_HOST || this.#said.size >= MOST_HEARD) return undefined;
    this.#said.add(key);
    this.#perHost.set(from.address, count + 1);
    this.told++;
    const validForMs = gone ? 0 : maxAgeMs(decoded.value);
    const claims = messageClaims(decoded.value, from.address);
    yield* tell({ from, protocol: 'ssdp', raw: bytes, claims, ...(validForMs === undefined ? {} : { validForMs }) });
    return undefined;
  }
}

function maxAgeMs({ fields }: SsdpMessage): number | undefined {
  const seconds = /max-age[ \t]*=[ \t]*(\d{1,8})/i.exec(fields.get('cache-control')?.value ?? '')?.[1];
  return seconds === undefined ? undefined : Number(seconds) * 1000;
}

/** MX: the answers are spread over so many seconds. */
function search(host: string, type: string): Uint8Array {
  return encodeText(`M-SEARCH * HTTP/1.1\r\nHOST: ${host}\r\nMAN: "ssdp:discover"\r\nMX: 1\r\nST: ${type}\r\n\r\n`);
}

export const PORT = 1900;
const MIN_WAIT_MS = 2_000;
const MOST_BYTES = 256 * 1024;
const MOST_PER_HOST = 16;
const MOST_HEARD = 4_096;
