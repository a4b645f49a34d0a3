import { equalBytes } from '../../../bytes/hex.ts';
import type { Attributes, AttributeValue } from '../../../contracts/attached-device.ts';
import type { Clock } from '../../../contracts/clock.ts';
import type { Cryptography } from '../../../contracts/cryptography.ts';
import type { Dice } from '../../../contracts/dice.ts';
import type { SecureStream } from '../../../contracts/secure-stream.ts';
import { encodeNcdp2, type Ncdp2Frame } from '../codec.ts';
import type { Ncdp2Body } from '../codec-body.ts';
import { FUNCTION, type Ncdp2Function, RESULT, VERSION } from '../codec-tables.ts';
import { FrameInbox } from '../session/frame-inbox.ts';
import { LOGIN_CHANCE, loginProof, sameProof } from '../session/login-proof.ts';

/** Which device of a server is meant. */
export interface Ncdp2Place {
  readonly type: number;
  readonly number: number;
}

/** What a server answered. */
export interface Ncdp2Answer {
  /** Section 3. */
  readonly result: number;
  readonly attributes: Attributes;
  /** `[name, old, new]` of a setup. */
  readonly changes: readonly AttributeValue[];
  readonly revision?: number;
  readonly bootId?: number;
}

/** `impostor`: it took the proof, and cannot prove that it knows the token itself. */
export type LoginOutcome =
  | { readonly is: 'right' | 'wrong' | 'impostor' | 'garbled' }
  | { readonly is: 'closed'; readonly retryAfterSeconds: number };

/** Under which condition, and under which key, a setup or a command is carried out. */
export interface OrderOptions {
  readonly dryRun?: boolean;
  /** Key 7: the same order again is then not carried out twice. */
  readonly key?: Uint8Array;
  /** Only while the device still has this revision of this run of its server. */
  readonly revision?: number;
  readonly bootId?: number;
}

export interface ClientWorld {
  readonly clock: Pick<Clock, 'monotonic' | 'timeout'>;
  readonly dice: Dice;
  readonly cryptography: Pick<Cryptography, 'hmac'>;
  /** How long an answer is waited for, and one to a setup or a command: devices are slow. */
  readonly waitMs: number;
  readonly orderWaitMs: number;
}

/** Thrown where no answer came: whether a setup or a command was carried out is then not known. */
export class Ncdp2Lost extends Error {
  constructor(why: string) {
    super(why);
    this.name = 'Ncdp2Lost';
  }
}

/**
 * Asks an NCDP/2 server over one connection, one thing at a time. The caller has compared the certificate's fingerprint
 * with its pin before it says anything.
 */
export class Ncdp2Client {
  readonly #stream: SecureStream;
  readonly #world: ClientWorld;
  readonly #inbox: FrameInbox;
  readonly #notified: (frame: Ncdp2Frame) => void;

  constructor(stream: SecureStream, world: ClientWorld, notified: (frame: Ncdp2Frame) => void = () => undefined) {
    this.#stream = stream;
    this.#world = world;
    this.#inbox = new FrameInbox(stream, world.clock);
    this.#notified = notified;
  }

  /** Proves that it knows the token, and has the server prove the same (section 6). The token itself is never sent. */
  async login(token: string): Promise<LoginOutcome> {
    const { dice, cryptography } = this.#world;
    const { fingerprint } = this.#stream;
    const asked = await this.#ask(FUNCTION.authenticate, SERVER, {});
    if (asked.result === RESULT.busy) return closed(asked);
    const { challenge } = asked.attributes;
    const fits = challenge instanceof Uint8Array && challenge.length === LOGIN_CHANCE;
    if (asked.result !== RESULT.authenticationNeeded || !fits || fingerprint === undefined) return { is: 'garbled' };
    const nonce = dice.bytes(LOGIN_CHANCE);
    const facts = { token, challenge, nonce, fingerprint };
    const proof = loginProof('client', facts, cryptography);
    const done = await this.#ask(FUNCTION.authenticate, SERVER, { attributes: { nonce, proof } });
    if (done.result === RESULT.authenticationNeeded) return { is: 'wrong' };
    if (done.result === RESULT.busy) return closed(done);
    if (done.result !== RESULT.done) return { is: 'garbled' };
    const theirs = done.attributes['proof'];
    const known = theirs instanceof Uint8Array && sameProof(theirs, loginProof('server', facts, cryptography));
    return { is: known ? 'right' : 'impostor' };
  }

  /** What a device says of itself: identity, status and the like, or everything. */
  query(what: 'identity' | 'status' | 'supplies' | 'counters' | 'everything', at: Ncdp2Place): Promise<Ncdp2Answer> {
    return this.#ask(FUNCTION[what], at, {});
  }

  /** The functions of a device; of 00/00 the server's devices and limits, too. */
  capabilities(at: Ncdp2Place): Promise<Ncdp2Answer> {
    return this.#ask(FUNCTION.capabilities, at, {});
  }

  /** Sets attributes, all or none; null removes one. */
  set(at: Ncdp2Place, attributes: Attributes, options: OrderOptions): Promise<Ncdp2Answer> {
    return this.#ask(FUNCTION.setAttributes, at, { attributes, ...bodyOf(options) });
  }

  /** Restart and test page always go under a key (section 6). */
  command(
    command: 'identify' | 'restart' | 'printTestPage',
    at: Ncdp2Place,
    attributes: Attributes,
    options: OrderOptions = {},
  ): Promise<Ncdp2Answer> {
    const key = options.key ?? this.#world.dice.bytes(16);
    return this.#ask(FUNCTION[command], at, { attributes, ...bodyOf({ ...options, key }) });
  }

  /** From then on notifications come; FF is any. They are handed over while answers are waited for, and by `listen`. */
  subscribe(at: Ncdp2Place): Promise<Ncdp2Answer> {
    return this.#ask(FUNCTION.subscribe, at, {});
  }

  /** Hands over notifications until none comes for so long, or the connection ends. */
  async listen(idleMs: number): Promise<void> {
    for (;;) {
      const arrived = await this.#inbox.next(idleMs, FRAME_MS);
      if (arrived?.is !== 'frame' || arrived.frame.letter !== 'N') return;
      this.#notified(arrived.frame);
    }
  }

  close(): void {
    this.#stream.close();
  }

  async #ask(asked: Ncdp2Function, at: Ncdp2Place, body: Ncdp2Body): Promise<Ncdp2Answer> {
    const { dice, waitMs, orderWaitMs, clock } = this.#world;
    const token = dice.bytes(8);
    const { letter, id } = asked;
    const head = { letter, deviceType: at.type, deviceNumber: at.number, function: id, result: 0 };
    await this.#stream
      .write(encodeNcdp2({ ...head, body: { token, version: VERSION, ...body } }))
      .catch((error: unknown) => {
        throw new Ncdp2Lost(String(error));
      });
    const isOrder = letter === 'S' || (letter === 'C' && id !== FUNCTION.authenticate.id);
    const until = clock.monotonic() + (isOrder ? orderWaitMs : waitMs);
    for (;;) {
      const arrived = await this.#inbox.next(until - clock.monotonic(), FRAME_MS);
      if (arrived === undefined) throw new Ncdp2Lost('the connection ended, or no answer came in time');
      if (arrived.is !== 'frame') throw new Ncdp2Lost('what came is no frame of NCDP/2');
      const { frame } = arrived;
      if (frame.letter === 'N') this.#notified(frame);
      else if (frame.letter === letter.toLowerCase() && frame.function === id && answers(frame, token))
        return answerIn(frame);
      else throw new Ncdp2Lost('what came answers another question');
    }
  }
}

/** A reply without the right token is not a reply; that a body could not be read is the one thing said without. */
function answers({ body, result }: Ncdp2Frame, token: Uint8Array): boolean {
  return body.token === undefined ? result === RESULT.malformed : equalBytes(body.token, token);
}

function answerIn({ result, body }: Ncdp2Frame): Ncdp2Answer {
  const { revision, bootId } = body;
  return {
    result,
    attributes: body.attributes ?? {},
    // the codec hands over what the body can carry: attribute values
    changes: (body.changes ?? []) as readonly AttributeValue[],
    ...(revision === undefined ? {} : { revision }),
    ...(bootId === undefined ? {} : { bootId }),
  };
}

function bodyOf({ dryRun, key, revision, bootId }: OrderOptions): Ncdp2Body {
  return {
    ...(dryRun === undefined ? {} : { dryRun }),
    ...(key === undefined ? {} : { idempotencyKey: key }),
    ...(revision === undefined ? {} : { revision }),
    ...(bootId === undefined ? {} : { bootId }),
  };
}

function closed({ attributes }: Ncdp2Answer): LoginOutcome {
  const seconds = attributes['retry-after'];
  return { is: 'closed', retryAfterSeconds: typeof seconds === 'number' ? seconds : 60 };
}

const SERVER: Ncdp2Place = { type: 0, number: 0 };
const FRAME_MS = 10_000;
