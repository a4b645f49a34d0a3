import { type Conversation, type Ending, http, tell } from '../../contracts/conversation.ts';
import type { HttpOutcome, HttpResponse } from '../../contracts/network.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { Claim } from '../../model/claim.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import { type Endpoint, formatEndpoint } from '../../net/endpoint.ts';
import { readToldUrl } from '../../net/told-url.ts';
import { claimsOf } from './claims.ts';
import { decodeEpos, statusRequest } from './codec.ts';

/**
 * Asks for the status of a POS printer, in two steps. A GET first: an ePOS service answers its address with an empty page,
 * and nobody else does. Only there goes the question itself, an `epos-print` without content, which by Epson's manuals
 * prints nothing and is answered with the status.
 */
export function* readStatus(host: HostTarget): Conversation {
  let best: Ending = { is: 'silent' };
  for (const tls of [false, true]) {
    const door: Door = { tls, port: tls ? host.port(443, 'tcp') : host.port(80, 'tcp') };
    const looked = yield* http({ url: urlOf(host, door), method: 'GET', headers: {}, maxBytes: 1024 }, waitOf(host));
    if (isService(looked)) return { ...(yield* ask(host, door)), port: door.port };
    const outcome = outcomeOf(looked);
    if (rank(outcome) > rank(best.is)) best = { is: outcome, port: door.port };
    // on a port that knows no such service the other one would not, unless it leads there
    if (looked.is === 'answered' && !leadsToTls(looked.response, host)) break;
  }
  return best;
}

interface Door {
  readonly tls: boolean;
  readonly port: number;
}

function* ask(host: HostTarget, door: Door): Conversation {
  const headers = { 'Content-Type': 'text/xml; charset=utf-8', SOAPAction: '""' };
  const url = `${urlOf(host, door)}?devid=local_printer&timeout=${DEVICE_WAIT_MS}`;
  const request = { url, method: 'POST', headers, body: statusRequest(), maxBytes: MOST_BYTES } as const;
  const outcome = yield* http(request, waitOf(host) + DEVICE_WAIT_MS);
  if (outcome.is !== 'answered') return { is: outcomeOf(outcome) };
  const { response } = outcome;
  const told = readAnswer(response.body, response.from, door);
  if (told === undefined) return { is: outcomeOf(outcome) };
  yield* tell(told);
  return { is: 'answered' };
}

/** What an answer of the service tells of the host that gave it there. */
export function readAnswer(raw: Uint8Array, from: Endpoint, { tls, port }: Door): Told | undefined {
  const decoded = decodeEpos(raw);
  if (!decoded.ok || decoded.value.said.is !== 'response') return undefined;
  const { path } = decoded.value.said;
  const here: Claim = { is: 'service', service: tls ? 'eposs' : 'epos', port, transport: 'tcp', path };
  return { from, protocol: 'epos', raw, claims: [...claimsOf(decoded.value), here] };
}

function isService(outcome: HttpOutcome): boolean {
  return outcome.is === 'answered' && outcome.response.status === 200 && outcome.response.body.length === 0;
}

function leadsToTls({ status, headers }: HttpResponse, host: HostTarget): boolean {
  const location = Object.entries(headers).find(([name]) => name.toLowerCase() === 'location')?.[1] ?? '';
  const url = readToldUrl(location, host.address);
  return status >= 300 && status < 400 && url?.is === 'here' && url.secure && url.port === host.port(443, 'tcp');
}

function urlOf({ address }: HostTarget, { tls, port }: Door): string {
  return `${tls ? 'https' : 'http'}://${formatEndpoint({ address, port })}${SERVICE_PATH}`;
}

function outcomeOf(outcome: HttpOutcome): Exclude<Outcome, 'answered'> {
  if (outcome.is === 'answered') return [401, 403].includes(outcome.response.status) ? 'refused' : 'garbled';
  return outcome.is === 'too-large' ? 'garbled' : outcome.is;
}

function waitOf({ waitMs }: HostTarget): number {
  return Math.max(waitMs, MIN_WAIT_MS);
}

/** Which failure says most about the host, of several. */
function rank(outcome: Outcome): number {
  return ['forbidden', 'unreachable', 'silent', 'refused', 'garbled', 'answered'].indexOf(outcome);
}

export const SERVICE_PATH = '/cgi-bin/epos/service.cgi';
const MIN_WAIT_MS = 2_000;
/** How long the board waits for its printer. */
const DEVICE_WAIT_MS = 2_000;
const MOST_BYTES = 64 * 1024;
