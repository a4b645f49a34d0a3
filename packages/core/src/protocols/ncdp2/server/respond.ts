import { decodeNcdp2 } from '../codec.ts';
import type { Ncdp2Body } from '../codec-body.ts';
import { DEVICE_TYPE, FUNCTION, functionOf, LARGEST_DATAGRAM, RESULT, replyLetter, VERSION } from '../codec-tables.ts';
import type { AttributeGroup } from './attribute-groups.ts';
import { capabilitiesOf, capabilitiesOfServer } from './capabilities.ts';
import { readPlainRequest } from './plain-request.ts';
import { type FrameAbout, fittingFrame, frameOf } from './reply-frames.ts';
import type { ReplyStock } from './reply-stock.ts';
import type { Request } from './request.ts';
import type { ServedDevice, ServedDevices } from './served-devices.ts';

/** What a reply depends on besides the request. */
export interface Responder {
  readonly devices: DevicesToTell;
  readonly maxAgeSeconds: number;
  /** True where the server is to be had over TLS as well. */
  readonly tls: boolean;
  /** What the server says of its bounds in Q 0001 of 00/00. */
  readonly limits: Readonly<Record<string, number>>;
  readonly stock: ReplyStock;
}

/** The devices that replies tell of: those of a server, or one that is recorded or made up. */
export type DevicesToTell = Pick<ServedDevices, 'bootId' | 'list' | 'matching' | 'read' | 'upTime'>;

/** Why a datagram gets no answer, whoever sent it. */
export type Unanswerable = 'too-long' | 'malformed' | 'no-request';

export function readRequest(bytes: Uint8Array): Request | Unanswerable {
  if (bytes.length > LARGEST_DATAGRAM) return 'too-long';
  return readPlainRequest(bytes) ?? readAnyRequest(bytes);
}

/** The same of any form, by the codec. */
export function readAnyRequest(bytes: Uint8Array): Request | Unanswerable {
  const decoded = decodeNcdp2(bytes);
  if (!decoded.ok) return 'malformed';
  const { body, letter, ...head } = decoded.value;
  if (letter !== 'P' && letter !== 'Q' && letter !== 'C' && letter !== 'S') return 'no-request';
  const { token, version } = body;
  if (token === undefined || version === undefined) return 'malformed';
  return { ...head, letter, token, version, size: bytes.length };
}

/** A probe that many may answer: its replies wait a random time. */
export function asksAny({ letter, deviceType, deviceNumber }: Request): boolean {
  return letter === 'P' && (deviceType === ANY || deviceNumber === ANY);
}

/** The replies to one datagram, in order of type and number. None is silence. */
export function repliesTo(request: Request, responder: Responder): readonly Uint8Array[] {
  const purse = new Purse(request);
  if (request.letter === 'P') payProbed(purse, request, responder);
  else if (request.letter === 'Q') {
    const answer = asked(request, responder);
    if (answer !== undefined) purse.pay(answer);
  } else {
    const known = request.version === VERSION;
    purse.pay({ about: ofRequest(request), result: known ? RESULT.authenticationNeeded : RESULT.versionNotKnown });
  }
  return purse.replies;
}

/** What one reply would be: a whole frame where there is one, else a mere result. */
interface Answer {
  readonly about: FrameAbout;
  readonly frame?: Uint8Array | undefined;
  readonly result: number;
  /** Key 10 of a probe's reply. */
  readonly deviceCount?: number;
}

/** One reply for each device that the probe matches, as long as there is room. */
function payProbed(purse: Purse, request: Request, responder: Responder): void {
  const { devices, maxAgeSeconds, stock } = responder;
  const count = devices.list.length;
  const counted = count > 1 ? { deviceCount: count } : {};
  const wrong = wrongWith(request);
  for (const device of devices.matching(request.deviceType, request.deviceNumber)) {
    const about = ofDevice(request, device);
    if (wrong !== undefined) purse.pay({ about, result: wrong });
    else {
      const frame = stock.take(about, device, count, request.token, (token) => {
        const attributes = devices.read(device, 'short-identity');
        return fittingFrame(about, { token, ...placeIn(devices, device), maxAgeSeconds, ...counted, attributes });
      });
      purse.pay({ about, frame, result: RESULT.tooLarge, ...counted });
    }
    if (purse.empty) break;
  }
}

/** `undefined` is silence: a question to any that does not mean one. */
function asked(request: Request, responder: Responder): Answer | undefined {
  const { devices } = responder;
  const { deviceType, deviceNumber, token } = request;
  const wrong = wrongWith(request);
  if (deviceType === DEVICE_TYPE.host && deviceNumber === 0) {
    const about = ofRequest(request);
    if (wrong !== undefined || request.function !== FUNCTION.capabilities.id)
      return { about, result: wrong ?? RESULT.notSupported };
    const attributes = capabilitiesOfServer(devices, waysOf(responder), responder.limits);
    return { about, frame: fittingFrame(about, { token, attributes }), result: RESULT.tooLarge };
  }
  const [device, ...more] = devices.matching(deviceType, deviceNumber);
  const any = deviceType === ANY || deviceNumber === ANY;
  if (any && (device === undefined || more.length > 0)) return undefined;
  const about = device === undefined ? ofRequest(request) : ofDevice(request, device);
  if (wrong === RESULT.versionNotKnown) return { about, result: wrong };
  if (device === undefined) return { about, result: RESULT.noSuchDevice };
  if (wrong !== undefined) return { about, result: wrong };
  const place = placeIn(devices, device);
  const group = groupOf.get(request.function);
  if (group === undefined) {
    // everything at once is to be had over TLS alone
    const attributes = request.function === FUNCTION.capabilities.id && capabilitiesOf(device, waysOf(responder));
    const frame = attributes ? fittingFrame(about, { token, ...place, attributes }) : undefined;
    return { about, frame, result: RESULT.tooLarge };
  }
  // the up time is all that changes without a new revision
  const frame = responder.stock.take(about, device, devices.upTime(device), token, (its) =>
    fittingFrame(about, { token: its, ...place, attributes: devices.read(device, group) }),
  );
  return { about, frame, result: RESULT.tooLarge };
}

function waysOf({ tls }: Responder): readonly ('udp' | 'tls')[] {
  return tls ? ['udp', 'tls'] : ['udp'];
}

function wrongWith(request: Request): number | undefined {
  if (request.version !== VERSION) return RESULT.versionNotKnown;
  return functionOf(request.letter, request.function) === undefined ? RESULT.notSupported : undefined;
}

function placeIn(devices: DevicesToTell, device: ServedDevice): Ncdp2Body {
  return { revision: device.revision, bootId: devices.bootId };
}

function ofDevice(request: Request, { type, number }: ServedDevice): FrameAbout {
  return { letter: replyLetter(request.letter), type, number, function: request.function };
}

function ofRequest({ letter, deviceType, deviceNumber, function: id }: Request): FrameAbout {
  return { letter: replyLetter(letter), type: deviceType, number: deviceNumber, function: id };
}

/**
 * What the replies to one datagram may have in bytes, all together. What does not fit says 0003, and what still does not
 * is not sent. A reply that says but a result has no more bytes than any request with the same token.
 */
class Purse {
  readonly replies: Uint8Array[] = [];
  readonly #request: Request;
  #left: number;

  constructor(request: Request) {
    this.#request = request;
    this.#left = TIMES * request.size;
  }

  /** True where not even the smallest reply fits any more. */
  get empty(): boolean {
    return this.#left < SMALLEST;
  }

  pay({ about, frame, result, deviceCount }: Answer): void {
    if (frame !== undefined && this.#put(frame)) return;
    const { token, size } = this.#request;
    const counting = deviceCount === undefined ? undefined : frameOf(about, result, { token, deviceCount });
    if (counting !== undefined && counting.length <= size && this.#put(counting)) return;
    this.#put(frameOf(about, result, { token }));
  }

  #put(frame: Uint8Array): boolean {
    if (frame.length > this.#left) return false;
    this.#left -= frame.length;
    this.replies.push(frame);
    return true;
  }
}

const groupOf: ReadonlyMap<number, AttributeGroup> = new Map([
  [FUNCTION.identity.id, 'identity'],
  [FUNCTION.status.id, 'status'],
  [FUNCTION.supplies.id, 'supplies'],
  [FUNCTION.counters.id, 'counters'],
]);

const ANY = DEVICE_TYPE.any;
const TIMES = 3;
// head, map, token of one byte, version
const SMALLEST = 20;
