import { type Conversation, chance, http, tell } from '../../contracts/conversation.ts';
import type { HttpOutcome, HttpResponse } from '../../contracts/network.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { Outcome, Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { claimsOf, isPrintServer } from './claims.ts';
import { decodeIpp } from './codec.ts';
import { groupTags, type IppMessage, MOST_BYTES } from './codec-message.ts';
import { httpUrl, type IppPlace, ippUri, placesOf } from './paths.ts';
import { encodeGetPrinterAttributes, namedAttributes } from './request.ts';

/**
 * Asks one host for its printer attributes. It stops at the first IPP answer; a port where nobody listens is not asked
 * for its other paths. Only Get-Printer-Attributes is ever sent.
 */
export function* identify(host: HostTarget): Conversation {
  const walk: Walk = { deadPorts: new Set(), tlsPorts: new Set(), exchangesLeft: MOST_EXCHANGES };
  let best: Outcome | undefined;
  let secondBest: IppReply | undefined;
  for (const place of placesOf(host)) {
    if (walk.deadPorts.has(place.port) || walk.exchangesLeft === 0) continue;
    const said = yield* askPlace(host, { ...place, tls: place.tls || walk.tlsPorts.has(place.port) }, walk);
    if (said.is === 'reply') {
      // 0x0406: this path is no printer; another may be
      if (said.reply.message.code !== NOT_FOUND) return yield* report(said.reply);
      secondBest ??= said.reply;
      continue;
    }
    if (said.portIsDead) walk.deadPorts.add(place.port);
    if (best === undefined || rank(said.is) > rank(best)) best = said.is;
    // a login is wanted: other paths of the same device want it too
    if (said.is === 'refused' && !said.portIsDead) return { is: 'refused' };
  }
  if (secondBest !== undefined) return yield* report(secondBest);
  return { is: best ?? 'silent' };
}

/** What one walk through the places of a host has learned. */
interface Walk {
  readonly deadPorts: Set<number>;
  readonly tlsPorts: Set<number>;
  exchangesLeft: number;
}

interface IppReply {
  readonly place: IppPlace;
  readonly response: HttpResponse;
  readonly message: IppMessage;
}

type Said =
  | { readonly is: 'reply'; readonly reply: IppReply }
  | { readonly is: Exclude<Outcome, 'answered'>; readonly portIsDead: boolean };

/** One path, with at most one change each of transport, version and wish. */
function* askPlace(host: HostTarget, first: IppPlace, walk: Walk): Conversation<Said> {
  let place = first;
  let plain = false;
  let version = 0x0200;
  let requested = namedAttributes;
  let weak: Said | undefined;
  while (walk.exchangesLeft > 0) {
    walk.exchangesLeft--;
    const outcome = yield* post(host, place, version, requested);
    const said = readOutcome(outcome, place);
    if (said.is !== 'reply') {
      // a repetition that fails takes nothing away from what was said before
      if (weak !== undefined) return weak;
      // a door that is said to speak TLS and does not may speak in the clear: the question holds no secret
      if (place.tls && first.tls && outcome.is === 'garbled') {
        place = { ...place, tls: false };
        plain = true;
        continue;
      }
      if (!place.tls && !plain && wantsTls(outcome)) {
        place = { ...place, tls: true };
        walk.tlsPorts.add(place.port);
        continue;
      }
      return said;
    }
    const { message } = said.reply;
    if (message.code === VERSION_NOT_SUPPORTED && version !== message.version) {
      version = message.version;
    } else if (wantsAll(message) && requested !== everything) {
      requested = everything;
    } else {
      return said;
    }
    weak = said;
  }
  return weak ?? { is: 'garbled', portIsDead: false };
}

function* post(
  host: HostTarget,
  place: IppPlace,
  version: number,
  requested: readonly string[],
): Conversation<HttpOutcome> {
  const id = yield* chance(4);
  // request ids are positive and fit into 31 bits (RFC 8011 section 4.1.1)
  const requestId = ((id[0]! & 0x7f) << 24) | (id[1]! << 16) | (id[2]! << 8) | id[3]! || 1;
  const body = encodeGetPrinterAttributes({ version, requestId, printerUri: ippUri(host.address, place), requested });
  const headers = { 'Content-Type': 'application/ipp', Accept: 'application/ipp' };
  // sleeping printers wake on it and take their time; a probe's usual wait is too short for them
  const waitMs = Math.max(host.waitMs, MIN_WAIT_MS);
  return yield* http(
    { url: httpUrl(host.address, place), method: 'POST', headers, body, maxBytes: MOST_BYTES },
    waitMs,
  );
}

function readOutcome(outcome: HttpOutcome, place: IppPlace): Said {
  switch (outcome.is) {
    case 'answered':
      return readResponse(outcome.response, place);
    case 'too-large':
      return { is: 'garbled', portIsDead: false };
    case 'garbled':
      return { is: 'garbled', portIsDead: false };
    default:
      return { is: outcome.is, portIsDead: true };
  }
}

/** The body counts, not the status alone: errors come with status 200, and 401 may carry an IPP message. */
function readResponse(response: HttpResponse, place: IppPlace): Said {
  if (response.body.length > 0) {
    const decoded = decodeIpp(response.body);
    if (decoded.ok && isAnswer(decoded.value))
      return { is: 'reply', reply: { place, response, message: decoded.value } };
  }
  if (response.status === 401 || response.status === 403) return { is: 'refused', portIsDead: false };
  return { is: 'garbled', portIsDead: false };
}

/** An error page decodes as well now and then: an answer has a version that exists and begins with operation attributes. */
export function isAnswer(message: IppMessage): boolean {
  const major = message.version >>> 8;
  return (
    (major === 1 || major === 2) && (message.groups.length === 0 || message.groups[0]?.tag === groupTags.operation)
  );
}

function wantsTls(outcome: HttpOutcome): boolean {
  return outcome.is === 'garbled' || (outcome.is === 'answered' && outcome.response.status === 426);
}

/** Some printers fail at a list of names, or answer it with nothing (section 2). */
function wantsAll(message: IppMessage): boolean {
  if (namesNotLiked.includes(message.code)) return true;
  const attributes = message.groups
    .filter((group) => group.tag === groupTags.printer)
    .flatMap((group) => group.attributes);
  return message.code < 0x0100 && attributes.length === 0;
}

function* report({ place, response, message }: IppReply): Conversation {
  yield* tell(answerTold(message, response.from, response.body, place));
  return { is: 'answered' };
}

/** What an answer to Get-Printer-Attributes tells of the host that gave it there. */
export function answerTold(message: IppMessage, from: Endpoint, raw: Uint8Array, place: IppPlace): Told {
  const { resource, tls, port } = place;
  const claims = claimsOf(message, { service: tls ? 'ipps' : 'ipp', port, resource });
  const told = { from, protocol: 'ipp', raw, claims };
  return isPrintServer(message) ? { ...told, relayed: true } : told;
}

/** Which failure says most about the host, of several. */
function rank(outcome: Outcome): number {
  return ['forbidden', 'unreachable', 'silent', 'refused', 'garbled', 'answered'].indexOf(outcome);
}

const everything: readonly string[] = ['all'];
const VERSION_NOT_SUPPORTED = 0x0503;
export const NOT_FOUND = 0x0406;
const namesNotLiked: readonly number[] = [0x0400, 0x0401, 0x040b];
const MIN_WAIT_MS = 2_000;
/** Five places, and what a change of transport, version and wish adds. */
const MOST_EXCHANGES = 8;
