import { type Conversation, chance, http, tell } from '../../contracts/conversation.ts';
import type { HttpOutcome, HttpResponse } from '../../contracts/network.ts';
import type { HostTarget, Lead } from '../../contracts/protocol.ts';
import type { Claim } from '../../model/claim.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import { type Endpoint, formatEndpoint } from '../../net/endpoint.ts';
import { readToldUrls } from '../../net/told-url.ts';
import { contentClaims, sortsOf } from './claims.ts';
import { decodeWsd, type Metadata, type WsdMessage } from './codec.ts';
import { get, getScannerElements, randomUrn } from './messages.ts';

/**
 * Reads the metadata where a host said that it has them, and then its scanner's description and status where it hosts
 * one on the same port. Two reads; nothing is created, no event asked for.
 */
export function* readMetadata(host: HostTarget): Conversation {
  let best: Outcome = 'silent';
  for (const lead of host.leads) {
    const said = yield* post(host, lead, lead.resource ?? '', (id) => get(id, lead.endpoint ?? ''));
    if (said.is !== 'envelope') {
      best = said.is;
      continue;
    }
    const { message, response } = said;
    yield* tell(metadataTold(message, response.from, response.body, lead));
    best = 'answered';
    const scanner = message.body.is === 'metadata' ? scannerPlace(message.body.metadata, host, lead) : undefined;
    if (scanner !== undefined) yield* readScanner(host, lead, scanner);
  }
  return { is: best };
}

/** What an envelope tells of the host that gave it there. */
export function metadataTold(
  message: WsdMessage,
  from: Endpoint,
  raw: Uint8Array,
  { service, port, resource, endpoint }: Omit<Lead, 'transport'>,
): Told {
  const path = message.paths.get(message.root)!;
  const here: Claim = {
    ...{ is: 'service', service, port, transport: 'tcp', path },
    ...(resource === undefined ? {} : { resource }),
    ...(endpoint === undefined ? {} : { endpoint }),
  } as const;
  return { from, protocol: 'wsd', raw, claims: [...contentClaims(message), here] };
}

export function scannerTold(message: WsdMessage, from: Endpoint, raw: Uint8Array): Told {
  return { from, protocol: 'wsd', raw, claims: contentClaims(message) };
}

function* readScanner(host: HostTarget, lead: Lead, place: ScannerPlace): Conversation<void> {
  const said = yield* post(host, lead, place.resource, (id) => getScannerElements(id, place.endpoint));
  if (said.is !== 'envelope' || said.message.body.is !== 'scanner-elements') return;
  const { response, message } = said;
  yield* tell(scannerTold(message, response.from, response.body));
}

interface ScannerPlace {
  readonly resource: string;
  readonly endpoint: string;
}

/** The hosted scanner, where its address is on this host and on the port that the lead allows. */
function scannerPlace({ hosted }: Metadata, host: HostTarget, lead: Lead): ScannerPlace | undefined {
  const scanner = hosted.find(({ types }) => sortsOf(types).has('scans'));
  if (scanner?.endpoint === undefined) return undefined;
  const [url] = readToldUrls(scanner.endpoint.text, host.address, 1);
  if (url?.is !== 'here' || url.port !== lead.port || url.secure !== isSecure(lead)) return undefined;
  return { resource: url.resource, endpoint: scanner.endpoint.text };
}

type Answered =
  | { readonly is: 'envelope'; readonly message: WsdMessage; readonly response: HttpResponse }
  | { readonly is: Exclude<Outcome, 'answered'> };

function* post(
  host: HostTarget,
  lead: Lead,
  resource: string,
  bodyFor: (id: string) => Uint8Array,
): Conversation<Answered> {
  const place = formatEndpoint({ address: host.address, port: lead.port });
  const url = `${isSecure(lead) ? 'https' : 'http'}://${place}/${resource}`;
  // without a charset: the document names it, and there are devices that refuse the header with one (wsdd2 1.8.7 does)
  const headers = { 'Content-Type': 'application/soap+xml', Accept: 'application/soap+xml' };
  const body = bodyFor(randomUrn(yield* chance(16)));
  const waitMs = Math.max(host.waitMs, MIN_WAIT_MS);
  return readOutcome(yield* http({ url, method: 'POST', headers, body, maxBytes: MOST_BYTES }, waitMs));
}

function readOutcome(outcome: HttpOutcome): Answered {
  if (outcome.is === 'too-large') return { is: 'garbled' };
  if (outcome.is !== 'answered') return { is: outcome.is };
  const { response } = outcome;
  if (response.status === 401 || response.status === 403) return { is: 'refused' };
  const decoded = decodeWsd(response.body);
  return decoded.ok ? { is: 'envelope', message: decoded.value, response } : { is: 'garbled' };
}

function isSecure({ service }: Lead): boolean {
  return service === 'wsds';
}

/** Sleeping devices take their time. */
const MIN_WAIT_MS = 2_000;
const MOST_BYTES = 256 * 1024;
