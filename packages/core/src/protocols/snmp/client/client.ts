import { encodeText } from '../../../bytes/text.ts';
import type { Clock } from '../../../contracts/clock.ts';
import type { Secret } from '../../../contracts/credentials.ts';
import type { Cryptography } from '../../../contracts/cryptography.ts';
import type { DatagramLine } from '../../../contracts/datagram-line.ts';
import type { Dice } from '../../../contracts/dice.ts';
import { encodeSnmpMessage, type SnmpRequestPdu, type SnmpVersion } from '../../../formats/snmp-message.ts';
import { readResponse, requestIdOf } from '../ask.ts';
import { discoveryMessage, readDiscovered } from '../discovery.ts';
import { emptyPassphrase, type SnmpUserSecret } from '../usm-keys.ts';
import { type Complaint, causeOf, EMPTY_PASSPHRASE } from '../usm-reports.ts';
import { type Engine, UsmVoice } from '../usm-voice.ts';
import { mayBeOrdered, readingPdu, type SystemValues, systemValuesIn, writingPdu } from './system-values.ts';

export type SnmpSecret = Extract<Secret, { readonly for: 'snmp-community' | 'snmp-user' }>;

export interface SnmpClientWorld {
  readonly clock: Clock;
  readonly dice: Dice;
  readonly cryptography: Cryptography;
  readonly signal: AbortSignal;
  /** For one try. */
  readonly waitMs: number;
  readonly tries: number;
}

/** `silent`: nobody answered. `not-sent`: nothing left. `closed`: a Report says why the key does not open. */
export type SnmpTrouble = { readonly is: 'silent' | 'not-sent' } | { readonly is: 'closed'; readonly why: string };

/** `refused`: an error-status by its number (RFC 3416, section 3). */
export type SnmpRead =
  | { readonly is: 'read'; readonly values: SystemValues }
  | { readonly is: 'refused'; readonly errorStatus: number }
  | SnmpTrouble;
export type SnmpWritten =
  | { readonly is: 'done' }
  | { readonly is: 'refused'; readonly errorStatus: number }
  | SnmpTrouble;

/** How one key speaks to the agent: in version 2c or 1 by community, in version 3 as a user. */
type Voice = { readonly community: string; readonly version: SnmpVersion } | UsmVoice;

/**
 * Reads and writes the system group of one agent with one key, on a person's order: the only place that makes a
 * SetRequest. The line it speaks on is the caller's to close.
 */
export class SnmpClient {
  readonly #line: DatagramLine;
  readonly #secret: SnmpSecret;
  readonly #world: SnmpClientWorld;
  #heard: (bytes: Uint8Array) => void = () => undefined;
  #voice: Voice | undefined;

  constructor(line: DatagramLine, secret: SnmpSecret, world: SnmpClientWorld) {
    this.#line = line;
    this.#secret = secret;
    this.#world = world;
    line.listen((bytes) => this.#heard(bytes));
  }

  /** What is set now. By community, version 2c is tried first, then version 1, and the one that answered is kept. */
  async read(): Promise<SnmpRead> {
    if (this.#voice !== undefined) return this.#readAs(this.#voice);
    if (this.#secret.for === 'snmp-user') {
      const voice = await this.#meet(this.#secret);
      return voice instanceof UsmVoice ? this.#keep(voice) : voice;
    }
    const { community } = this.#secret;
    const first = await this.#keep({ community, version: 1 });
    return first.is === 'silent' ? this.#keep({ community, version: 0 }) : first;
  }

  /**
   * Writes all or none of them, after a `read` that was answered. Sent again where no answer comes: the same values twice
   * are the same values. `silent` means that they may have been set.
   */
  async write(values: Partial<SystemValues>): Promise<SnmpWritten> {
    if (this.#voice === undefined) return { is: 'not-sent' };
    const answer = await this.#ask(this.#voice, writingPdu(this.#requestId(), values));
    if (!('errorStatus' in answer)) return answer;
    const { errorStatus } = answer;
    return errorStatus === 0 ? { is: 'done' } : { is: 'refused', errorStatus };
  }

  async #keep(voice: Voice): Promise<SnmpRead> {
    const outcome = await this.#readAs(voice);
    if (outcome.is === 'read') this.#voice = voice;
    return outcome;
  }

  async #readAs(voice: Voice): Promise<SnmpRead> {
    const answer = await this.#ask(voice, readingPdu(this.#requestId()));
    if (!('errorStatus' in answer)) return answer;
    const { errorStatus, varbinds } = answer;
    return errorStatus === 0 ? { is: 'read', values: systemValuesIn(varbinds) } : { is: 'refused', errorStatus };
  }

  /** Asks who the engine is, and makes the user's keys for it. */
  async #meet(secret: SnmpUserSecret): Promise<UsmVoice | SnmpTrouble> {
    if (emptyPassphrase(secret)) return { is: 'closed', why: EMPTY_PASSPHRASE };
    const id = this.#requestId();
    const engine = await this.#exchange<Engine>(discoveryMessage(id), (bytes) => readDiscovered(bytes, id));
    if (typeof engine === 'string') return { is: engine };
    const { cryptography, dice } = this.#world;
    return new UsmVoice(cryptography, secret, engine, dice.bytes(8));
  }

  async #ask(voice: Voice, pdu: SnmpRequestPdu): Promise<SnmpRequestPdu | SnmpTrouble> {
    if (!mayBeOrdered(pdu)) throw new Error(`a ${pdu.is} of these objects is no order`);
    if (!(voice instanceof UsmVoice)) {
      const { community, version } = voice;
      const bytes = encodeSnmpMessage({ version, community: encodeText(community), pdu });
      const answer = await this.#exchange(bytes, (heard) => {
        const response = readResponse(heard);
        return response?.pdu.requestId === pdu.requestId ? response.pdu : undefined;
      });
      return typeof answer === 'string' ? { is: answer } : answer;
    }
    // a signed Report sets the voice to the engine's clock: the same question goes out once more, with that
    for (const last of [false, true]) {
      const answer = await this.#exchange<SnmpRequestPdu | Complaint>(voice.message(pdu), (heard) => {
        const heeded = voice.heed(heard);
        if (heeded.is === 'report' && heeded.msgId === pdu.requestId) return heeded.complaint;
        return heeded.is === 'response' && heeded.pdu.requestId === pdu.requestId ? heeded.pdu : undefined;
      });
      if (answer === 'silent' || answer === 'not-sent') return { is: answer };
      if (typeof answer !== 'string') return answer;
      if (answer !== 'usmStatsNotInTimeWindows' || last) return { is: 'closed', why: causeOf(answer) };
    }
    return { is: 'silent' };
  }

  /** The same bytes so many times, until something is taken for the answer. */
  async #exchange<T>(
    bytes: Uint8Array,
    take: (bytes: Uint8Array) => T | undefined,
  ): Promise<T | 'silent' | 'not-sent'> {
    const { clock, signal, waitMs, tries } = this.#world;
    let sent = false;
    for (let attempt = 0; attempt < tries && !signal.aborted; attempt++) {
      const turn = new AbortController();
      const quit = (): void => turn.abort();
      signal.addEventListener('abort', quit, { once: true });
      let answer: T | undefined;
      this.#heard = (heard) => {
        answer ??= take(heard);
        if (answer !== undefined) turn.abort();
      };
      try {
        if (!(await this.#line.send(bytes, signal))) continue;
        sent = true;
        await clock.sleep(waitMs, turn.signal);
      } finally {
        signal.removeEventListener('abort', quit);
        this.#heard = () => undefined;
      }
      if (answer !== undefined) return answer;
    }
    return sent ? 'silent' : 'not-sent';
  }

  #requestId(): number {
    return requestIdOf(this.#world.dice.bytes(4));
  }
}
