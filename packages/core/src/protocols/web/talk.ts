import { type Conversation, http, tell } from '../../contracts/conversation.ts';
import type { HttpOutcome, HttpResponse } from '../../contracts/network.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import { encodeHttpResponse } from '../../formats/http-response.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { parseHttpUrl } from '../../net/http-url.ts';
import { canonicalIp } from '../../net/ip-address.ts';
import { claimsOf, isEpsonPage } from './claims.ts';
import { decodeWeb, type ServedPage } from './codec.ts';

/** One door of a device's web server. */
interface Door {
  readonly tls: boolean;
  readonly port: number;
}

/**
 * Reads the front page, and on an Epson its status pages. Nothing but GET, no query, no cookie, no login; redirects are
 * followed on the same host alone. At most seven exchanges.
 */
export function* identify(host: HostTarget): Conversation {
  const visit: Visit = { host, left: MOST_EXCHANGES };
  let best: { readonly is: Outcome; readonly port?: number } = { is: 'silent' };
  for (const { door, path } of doorsOf(host)) {
    const front = yield* get(visit, door, path);
    if (front.is !== 'page') {
      if (rank(front.is) > rank(best.is)) best = { is: front.is, port: door.port };
      continue;
    }
    // the redirect of one that leads nowhere is a page as well: its Server header speaks
    if (isEpsonPage(front.page) || pointsToEpson(front)) yield* epsonPages(visit, front.door);
    return { is: 'answered', port: front.door.port };
  }
  return best;
}

interface Visit {
  readonly host: HostTarget;
  left: number;
}

interface Front {
  readonly is: 'page';
  readonly page: ServedPage;
  readonly response: HttpResponse;
  /** Where it was served in the end. */
  readonly door: Door;
}

type Got = Front | { readonly is: Exclude<Outcome, 'answered'> };

/** Leads first; without any the usual two, in the clear first: most send on from there by themselves. */
function doorsOf(host: HostTarget): readonly { readonly door: Door; readonly path: string }[] {
  const led = host.leads
    .filter(({ transport }) => transport === 'tcp')
    .map(({ service, port, resource = '' }) => ({
      door: { tls: service === 'https', port },
      path: `/${resource.replace(/^\/+/, '')}`,
    }));
  if (led.length > 0) return led.slice(0, 2);
  return [
    { door: { tls: false, port: host.port(80, 'tcp') }, path: '/' },
    { door: { tls: true, port: host.port(443, 'tcp') }, path: '/' },
  ];
}

/** The newer pages, else the older one; with the newer ones the counters and the network, too. */
function* epsonPages(visit: Visit, door: Door): Conversation<void> {
  const newer = yield* get(visit, door, '/PRESENTATION/ADVANCED/INFO_PRTINFO/TOP');
  if (!isStatusPage(newer)) {
    yield* get(visit, door, '/PRESENTATION/HTML/TOP/PRTINFO.HTML');
    return;
  }
  yield* get(visit, newer.door, '/PRESENTATION/ADVANCED/INFO_MENTINFO/TOP');
  yield* get(visit, newer.door, '/PRESENTATION/ADVANCED/INFO_NWINFO/TOP');
}

/** One page, told; a redirect on the same host is followed, twice at most. */
function* get(visit: Visit, door: Door, path: string): Conversation<Got> {
  let at = { door, path };
  for (let hops = 0; ; hops++) {
    if (visit.left === 0) return { is: 'silent' };
    visit.left--;
    const outcome = yield* ask(visit.host, at.door, at.path);
    if (outcome.is !== 'answered') return { is: outcome.is === 'too-large' ? 'garbled' : outcome.is };
    const raw = encodeHttpResponse(outcome.response.status, outcome.response.headers, outcome.response.body);
    const decoded = decodeWeb(raw);
    if (!decoded.ok) return { is: 'garbled' };
    const next = hops < MOST_HOPS && visit.left > 0 ? redirectOf(outcome.response, visit.host, at) : undefined;
    if (next === undefined) return yield* report(outcome.response, raw, decoded.value, at.door);
    at = next;
  }
}

function* report(response: HttpResponse, raw: Uint8Array, page: ServedPage, door: Door): Conversation<Got> {
  yield* tell(pageTold(page, response.from, raw, door));
  return { is: 'page', page, response, door };
}

/** What a page tells of the host that serves it there. */
export function pageTold(page: ServedPage, from: Endpoint, raw: Uint8Array, { tls, port }: Door): Told {
  return { from, protocol: 'web', raw, claims: claimsOf(page, { service: tls ? 'https' : 'http', port }) };
}

function* ask(host: HostTarget, door: Door, path: string): Conversation<HttpOutcome> {
  const name = host.address.includes(':') ? `[${host.address}]` : host.address;
  const url = `${door.tls ? 'https' : 'http'}://${name}:${door.port}${path}`;
  const headers = { Accept: 'text/html, */*' };
  // built on demand by a small processor: it takes its time
  return yield* http({ url, method: 'GET', headers, maxBytes: MOST_BYTES }, Math.max(host.waitMs, MIN_WAIT_MS));
}

/** Where a redirect leads, if to a known door of the same host; another port is not knocked at. */
function redirectOf(
  { status, headers }: HttpResponse,
  host: HostTarget,
  at: { readonly door: Door; readonly path: string },
): { readonly door: Door; readonly path: string } | undefined {
  const location = headers['location'];
  if (location === undefined || ![301, 302, 303, 307, 308].includes(status)) return undefined;
  if (/^\/(?!\/)/.test(location)) return { door: at.door, path: location.replace(/#.*$/, '') };
  const url = parseHttpUrl(location);
  if (url === undefined || canonicalIp(url.host) !== canonicalIp(host.address)) return undefined;
  const port = url.port === 80 || url.port === 443 ? host.port(url.port, 'tcp') : url.port;
  const known = port === at.door.port || port === host.port(80, 'tcp') || port === host.port(443, 'tcp');
  return known ? { door: { tls: url.secure, port }, path: url.path } : undefined;
}

/** The front page is a script that jumps to where the pages are, or the server says who it is. */
function pointsToEpson({ page, response }: Front): boolean {
  const server = page.fields.find(({ name }) => name === 'server')?.value ?? '';
  return /\bepson|^Epson_/i.test(server) || /\/PRESENTATION\//.test(latin1.decode(response.body.subarray(0, 16_384)));
}

function isStatusPage(got: Got): got is Front {
  return got.is === 'page' && got.page.status === 200 && isEpsonPage(got.page);
}

/** Which failure says most about the host, of two. */
function rank(outcome: Outcome): number {
  return ['forbidden', 'unreachable', 'silent', 'refused', 'garbled', 'answered'].indexOf(outcome);
}

const latin1 = new TextDecoder('latin1');
const MOST_BYTES = 512 * 1024;
const MOST_EXCHANGES = 7;
const MOST_HOPS = 2;
const MIN_WAIT_MS = 2_000;
