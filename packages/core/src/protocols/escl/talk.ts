import { type Conversation, type Ending, http, tell } from '../../contracts/conversation.ts';
import type { HttpOutcome, HttpResponse } from '../../contracts/network.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { Claim } from '../../model/claim.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import { type Endpoint, formatEndpoint } from '../../net/endpoint.ts';
import { readToldUrl } from '../../net/told-url.ts';
import { claimsOf } from './claims.ts';
import { decodeEscl, type EsclDocument } from './codec.ts';

/** One place where a scanner may be served. */
interface Place {
  readonly tls: boolean;
  readonly port: number;
  /** Without slashes at the ends. */
  readonly root: string;
}

/**
 * Reads what a scanner can and how it is: two GETs at the first place that knows it. No job is made. Where others told
 * of a place (`rs` of DNS-SD) it is asked, else `/eSCL` on 80, or on 443 where 80 leads there or nobody listens on it.
 */
export function* identify(host: HostTarget): Conversation {
  let best: Ending = { is: 'silent' };
  const places = placesOf(host);
  for (
    let place = places.shift(), left = MOST_PLACES;
    place !== undefined && left > 0;
    place = places.shift(), left--
  ) {
    const said = yield* read(host, place, 'ScannerCapabilities');
    if (said.is === 'document') {
      yield* report(said, place);
      const status = yield* read(host, place, 'ScannerStatus');
      if (status.is === 'document') yield* report(status, place);
      return { is: 'answered', port: place.port };
    }
    if (rank(said.is) > rank(best.is)) best = { is: said.is, port: place.port };
    if (said.moved !== undefined) places.unshift(said.moved);
    // on an open port that knows no scanner, another port would not know one either
    if (said.is === 'garbled' && host.leads.length === 0 && said.moved === undefined) break;
  }
  return best;
}

function placesOf(host: HostTarget): Place[] {
  const told = host.leads.map(({ service, port, resource }) => ({
    tls: service === 'escls',
    port,
    root: rootOf(resource ?? 'eSCL'),
  }));
  if (told.length > 0) return told;
  return [
    { tls: false, port: host.port(80, 'tcp'), root: 'eSCL' },
    { tls: true, port: host.port(443, 'tcp'), root: 'eSCL' },
  ];
}

/** A path as announcements write it: `eSCL`, `/eSCL/`; what would lead elsewhere is not taken. */
export function rootOf(resource: string): string {
  const bare = resource.trim().replace(/^\/+|\/+$/g, '');
  return /^[\w.~!$&'()*+,;=:@%/-]*$/.test(bare) && !/(^|\/)\.\.?(\/|$)/.test(bare) ? bare : 'eSCL';
}

type Read =
  | { readonly is: 'document'; readonly document: EsclDocument; readonly response: HttpResponse }
  | { readonly is: Exclude<Outcome, 'answered'>; readonly moved?: Place };

function* read(host: HostTarget, { tls, port, root }: Place, name: string): Conversation<Read> {
  const place = formatEndpoint({ address: host.address, port });
  const url = `${tls ? 'https' : 'http'}://${place}/${root === '' ? '' : `${root}/`}${name}`;
  const headers = { Accept: 'text/xml, application/xml' };
  const waitMs = Math.max(host.waitMs, MIN_WAIT_MS);
  const outcome = yield* http({ url, method: 'GET', headers, maxBytes: MOST_BYTES }, waitMs);
  return readOutcome(outcome, host, name);
}

function readOutcome(outcome: HttpOutcome, host: HostTarget, name: string): Read {
  if (outcome.is === 'too-large') return { is: 'garbled' };
  if (outcome.is !== 'answered') return { is: outcome.is };
  const { response } = outcome;
  const { status } = response;
  if (status === 401 || status === 403) return { is: 'refused' };
  if (status >= 300 && status < 400) {
    const moved = movedTo(response, host, name);
    return moved === undefined ? { is: 'garbled' } : { is: 'garbled', moved };
  }
  const decoded = decodeEscl(response.body);
  if (status !== 200 || !decoded.ok) return { is: 'garbled' };
  return { is: 'document', document: decoded.value, response };
}

/** A redirect to the same document on this host's https, as newer firmware gives it. */
function movedTo(response: HttpResponse, host: HostTarget, name: string): Place | undefined {
  const location = Object.entries(response.headers).find(([key]) => key.toLowerCase() === 'location')?.[1] ?? '';
  const url = readToldUrl(location, host.address);
  if (url?.is !== 'here' || !url.secure || url.port !== host.port(443, 'tcp') || !url.resource.endsWith(`/${name}`))
    return undefined;
  return { tls: true, port: url.port, root: rootOf(url.resource.slice(0, -name.length)) };
}

function* report({ document, response }: Extract<Read, { is: 'document' }>, place: Place): Conversation<void> {
  yield* tell(documentTold(document, response.from, response.body, place));
}

/** What a document tells of the host that serves it there. */
export function documentTold(
  document: EsclDocument,
  from: Endpoint,
  raw: Uint8Array,
  { tls, port, root }: Place,
): Told {
  const path = document.paths.get(document.root)!;
  const here: Claim = { is: 'service', service: tls ? 'escls' : 'escl', port, transport: 'tcp', resource: root, path };
  return { from, protocol: 'escl', raw, claims: [...claimsOf(document), here] };
}

/** Which failure says most about the host, of several. */
function rank(outcome: Outcome): number {
  return ['forbidden', 'unreachable', 'silent', 'refused', 'garbled', 'answered'].indexOf(outcome);
}

const MOST_PLACES = 4;
const MOST_BYTES = 1024 * 1024;
/** Sleeping devices take their time. */
const MIN_WAIT_MS = 2_000;
