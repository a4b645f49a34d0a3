import { equalBytes } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { Cryptography } from '../../contracts/cryptography.ts';
import type { SnmpRequestPdu } from '../../formats/snmp-message.ts';
import { decodeSnmpV3Message, type UsmParameters, v3Flags } from '../../formats/snmp-v3-message.ts';
import { keepable, levelOf, open, seal, type UsmUser } from './usm.ts';
import { type SnmpUserSecret, usmKeys } from './usm-keys.ts';
import { type Complaint, complaintOf } from './usm-reports.ts';

/** Who answered to the discovery, and what clock it said to have. */
export type Engine = Pick<UsmParameters, 'engineId' | 'boots' | 'time'>;

/** What a datagram is to a user's conversation with one engine. */
export type Heeded =
  | { readonly is: 'response'; readonly msgId: number; readonly pdu: SnmpRequestPdu; readonly keep: Uint8Array }
  | { readonly is: 'report'; readonly msgId: number; readonly complaint: Complaint; readonly synchronized: boolean }
  | { readonly is: 'signed-only'; readonly msgId: number }
  | { readonly is: 'garbled' | 'not-believed' };

/**
 * Speaks to one engine as one user, in one context: puts requests into messages, and believes of the answers what the
 * user's keys prove (RFC 3414, section 3.2; RFC 3412, section 7.2).
 */
export class UsmVoice {
  readonly #cryptography: Cryptography;
  readonly #user: UsmUser;
  #context: Uint8Array;
  /** Counts up from where the dice put it: no two messages of a key have the same. */
  readonly #salt: Uint8Array;
  /** What requests are stamped with: told by whoever answered the discovery until a signed message says it. */
  #stamp: { readonly boots: number; readonly time: number };
  /** The newest that a signed message proved. */
  #proved: { readonly boots: number; readonly time: number } | undefined;

  constructor(cryptography: Cryptography, secret: SnmpUserSecret, engine: Engine, salt: Uint8Array) {
    this.#cryptography = cryptography;
    this.#user = {
      engineId: engine.engineId.slice(),
      name: encodeText(secret.user),
      keys: usmKeys(cryptography, secret, engine.engineId),
    };
    this.#context = encodeText(secret.context ?? '');
    this.#salt = salt.slice(0, 8);
    this.#stamp = { boots: engine.boots, time: engine.time };
  }

  /** From now on, questions are about another context of the same engine. */
  enter(context: string): void {
    this.#context = encodeText(context);
  }

  message(pdu: SnmpRequestPdu): Uint8Array {
    return this.#sealed(this.#user, pdu);
  }

  /** The same request signed and not encrypted, to tell which of two passphrases is wrong. `undefined` where none is to tell from. */
  signedOnly(pdu: SnmpRequestPdu): Uint8Array | undefined {
    const { auth, privacy } = this.#user.keys;
    return auth === undefined || privacy === undefined
      ? undefined
      : this.#sealed({ ...this.#user, keys: { auth } }, pdu);
  }

  /** What this datagram says. `msgId` is for the caller to compare with what it asked. */
  heed(bytes: Uint8Array): Heeded {
    const decoded = decodeSnmpV3Message(bytes);
    if (!decoded.ok) return { is: 'garbled' };
    const message = decoded.value;
    const { security, msgId, flags } = message;
    if (security.is !== 'usm') return { is: 'not-believed' };
    const opened = open(this.#cryptography, this.#user.keys, message, bytes);
    if (opened.is !== 'opened') return { is: 'not-believed' };
    const { scoped } = opened;
    const signed = (flags & v3Flags.auth) !== 0;
    const known = equalBytes(security.engineId, this.#user.engineId) && equalBytes(security.user, this.#user.name);
    if (signed && !(known && this.#inTime(security))) return { is: 'not-believed' };
    const complaint = complaintOf(scoped.pdu);
    if (complaint !== undefined) return { is: 'report', msgId, complaint, synchronized: signed };
    const { pdu } = scoped;
    const fits =
      known && equalBytes(scoped.contextName, this.#context) && equalBytes(scoped.contextEngineId, this.#user.engineId);
    if (!fits || pdu.is !== 'Response') return { is: 'not-believed' };
    const level = flags & (v3Flags.auth | v3Flags.privacy);
    // less protected than asked for: it answers no question of ours, but one that tells passphrases apart
    if (level !== levelOf(this.#user.keys)) return signed ? { is: 'signed-only', msgId } : { is: 'not-believed' };
    return { is: 'response', msgId, pdu, keep: keepable(message, scoped) };
  }

  #sealed(user: UsmUser, pdu: SnmpRequestPdu): Uint8Array {
    for (let i = this.#salt.length - 1; i >= 0; i--) {
      this.#salt[i] = (this.#salt[i]! + 1) & 0xff;
      if (this.#salt[i] !== 0) break;
    }
    const signed = user.keys.auth !== undefined;
    return seal(this.#cryptography, user, {
      msgId: pdu.requestId,
      reportable: true,
      boots: signed ? this.#stamp.boots : 0,
      time: signed ? this.#stamp.time : 0,
      salt: this.#salt.slice(),
      scoped: { contextEngineId: user.engineId, contextName: this.#context, pdu },
    });
  }

  /**
   * RFC 3414, section 3.2, 7b: time only goes on, and what is more than 150 seconds behind the newest is a replay. Our own
   * clock takes no part: a conversation is short, and an answer is bound to its question by its id.
   */
  #inTime({ boots, time }: UsmParameters): boolean {
    const newest = this.#proved;
    if (boots >= LAST_BOOTS) return false;
    if (
      newest !== undefined &&
      (boots < newest.boots || (boots === newest.boots && time < newest.time - WINDOW_SECONDS))
    )
      return false;
    if (newest === undefined || boots > newest.boots || time > newest.time) {
      this.#proved = { boots, time };
      this.#stamp = { boots, time };
    }
    return true;
  }
}

const WINDOW_SECONDS = 150;
/** An engine that was started so often is latched: nothing of it is in time until it is set up anew (RFC 3414, 2.2.2). */
const LAST_BOOTS = 0x7fff_ffff;
