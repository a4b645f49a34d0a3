import { formatHex } from '../../../bytes/hex.ts';
import type { Ncdp2Frame } from '../codec.ts';
import { RESULT } from '../codec-tables.ts';
import { LOGIN_CHANCE, loginProof, sameProof } from './login-proof.ts';
import { type Request, replyTo, what } from './reply.ts';
import type { SessionDesk } from './session-desk.ts';

/** Who is at the other end of one connection, and how far its login has come (open profile, section 6). */
export class Login {
  readonly address: string;
  readonly #desk: SessionDesk;
  #who: string | undefined;
  #challenge: Uint8Array | undefined;

  constructor(desk: SessionDesk, address: string, fingerprint: Uint8Array | undefined) {
    this.#desk = desk;
    this.address = address;
    const shown = fingerprint === undefined ? undefined : formatHex(fingerprint);
    if (shown !== undefined && desk.options.clients.includes(shown)) this.#who = `certificate ${shown}`;
  }

  /** `undefined` before the login. */
  get who(): string | undefined {
    return this.#who;
  }

  async answer(request: Request): Promise<Ncdp2Frame> {
    const { guard } = this.#desk;
    const closedFor = guard.closedFor(this.address);
    if (closedFor > 0) return replyTo(request, RESULT.busy, { attributes: { 'retry-after': closedFor } });
    const attributes = request.body.attributes ?? {};
    if (Object.keys(attributes).length === 0) return this.#challengeTo(request);
    const { nonce, proof } = attributes;
    if (!(nonce instanceof Uint8Array) || nonce.length !== LOGIN_CHANCE)
      return replyTo(request, RESULT.malformed, what('nonce'));
    if (!(proof instanceof Uint8Array)) return replyTo(request, RESULT.malformed, what('proof'));

    const { token, fingerprint, cryptography } = this.#desk.options;
    const challenge = this.#challenge;
    // for one try
    this.#challenge = undefined;
    if (challenge !== undefined) {
      const facts = { token, challenge, nonce, fingerprint };
      if (sameProof(proof, loginProof('client', facts, cryptography))) {
        this.#who ??= 'token';
        return replyTo(request, RESULT.done, {
          attributes: { proof: loginProof('server', facts, cryptography) },
        });
      }
    }
    guard.wrong(this.address);
    const { audit, clock } = this.#desk.options;
    // a log that cannot be written does not open the door, and does not close it either
    await audit.append({ is: 'wrong-login', at: clock.now(), address: this.address }).catch(() => undefined);
    return this.#challengeTo(request);
  }

  #challengeTo(request: Request): Ncdp2Frame {
    const challenge = this.#desk.options.dice.bytes(LOGIN_CHANCE);
    this.#challenge = challenge;
    return replyTo(request, RESULT.authenticationNeeded, { attributes: { challenge } });
  }
}
