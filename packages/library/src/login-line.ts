import {
  basicAuthorization,
  challengesIn,
  chooseChallenge,
  digestAuthorization,
  formatHex,
  type HttpChallenge,
  type HttpLogin,
  type HttpOutcome,
  type HttpRequest,
  type HttpResponse,
  type JobLine,
  parseHttpUrl,
} from '@quietport/core';
import type { House } from './house.ts';

/** What a login is made of: who, to which challenge, and inside TLS to which certificate. */
interface Proof {
  readonly name: string;
  readonly login: HttpLogin;
  readonly challenge: HttpChallenge;
  readonly certificate: string | undefined;
  count: number;
  worked: boolean;
}

/**
 * A line that logs in where the device asks for it (401), with the logins that a person keeps for that address: by Digest
 * (RFC 7616), or by Basic (RFC 7617) inside TLS; a password is never sent in plain text. A login goes to the very certificate
 * that asked for it, and to none that differs from a pinned one.
 */
export class LoginLine implements JobLine {
  readonly dial: JobLine['dial'];
  readonly #line: JobLine;
  readonly #house: Pick<House, 'locksmith' | 'pins' | 'dice' | 'cryptography'>;
  readonly #tried: string[] = [];
  #proof: Proof | undefined;
  #trouble: string | undefined;

  constructor(line: JobLine, house: Pick<House, 'locksmith' | 'pins' | 'dice' | 'cryptography'>) {
    this.#line = line;
    this.#house = house;
    this.dial = (signal) => line.dial(signal);
  }

  /** Why a login that was asked for was not done, in words. */
  get trouble(): string | undefined {
    return this.#trouble;
  }

  /** Asked again with the next login until one is taken or there is none; a stream goes once, with the login that was taken before. */
  async http(request: HttpRequest, signal: AbortSignal): Promise<HttpOutcome> {
    for (let renewed = false; ; ) {
      const outcome = await this.#line.http(this.#signed(request), signal);
      if (outcome.is !== 'answered') return outcome;
      const { response } = outcome;
      if (response.status !== 401) {
        await this.#taken(response);
        return outcome;
      }
      if (request.stream !== undefined || signal.aborted) return outcome;
      const again = renewed ? undefined : renewedBy(response, request, this.#proof);
      if (again !== undefined) {
        renewed = true;
        this.#proof = again;
      } else if (!(await this.#next(response, request))) return outcome;
    }
  }

  #signed(request: HttpRequest): HttpRequest {
    const proof = this.#proof;
    if (proof === undefined) return request;
    const { login, challenge, certificate } = proof;
    const { dice, cryptography } = this.#house;
    const wish = { ...login, method: request.method, uri: parseHttpUrl(request.url)?.path ?? '/' };
    const authorization =
      challenge.scheme === 'basic'
        ? basicAuthorization(login)
        : digestAuthorization(
            challenge,
            { ...wish, count: ++proof.count, clientNonce: formatHex(dice.bytes(16)) },
            cryptography,
          );
    const headers = { ...request.headers, authorization };
    return { ...request, headers, ...(certificate === undefined ? {} : { certificate }) };
  }

  async #taken({ from, status, headers }: HttpResponse): Promise<void> {
    const proof = this.#proof;
    if (proof === undefined) return;
    if (status === 403) {
      this.#trouble = `${proof.name} may not do that`;
      return;
    }
    if (!proof.worked) await this.#house.locksmith?.told(from.address, proof.name, true);
    proof.worked = true;
    // RFC 7616, section 3.5
    const nonce = /\bnextnonce\s*=\s*"([^"\\]+)"/i.exec(headers['authentication-info'] ?? '')?.[1];
    if (nonce === undefined) return;
    const { challenge } = proof;
    this.#proof = { ...proof, challenge: { ...challenge, values: { ...challenge.values, nonce } }, count: 0 };
  }

  /** The next login for whoever asked; the one before did not work. False where there is none that may be shown. */
  async #next(response: HttpResponse, request: HttpRequest): Promise<boolean> {
    const { from, fingerprint } = response;
    const { locksmith, pins } = this.#house;
    if (this.#proof !== undefined) {
      const why = 'it does not take this user and password';
      this.#trouble = `${this.#proof.name}: ${why}`;
      await locksmith?.told(from.address, this.#proof.name, false, why);
      this.#proof = undefined;
    }
    const challenge = challengeOf(response, request);
    if (typeof challenge === 'string') return this.#stop(challenge);
    if (fingerprint !== undefined && (await pins?.check(from, fingerprint))?.is === 'changed')
      return this.#stop('it shows another certificate than the pinned one');
    for (;;) {
      const key = await locksmith?.next('login', from.address, this.#tried);
      if (key === undefined) return this.#stop(this.#trouble ?? 'it wants a login, and none is kept for it');
      this.#tried.push(key.name);
      // a projector's password has no user
      if (key.secret.for !== 'login' || key.secret.user === '') continue;
      const { user, password } = key.secret;
      const row = { name: key.name, login: { user, password }, challenge, certificate: fingerprint };
      this.#proof = { ...row, count: 0, worked: false };
      return true;
    }
  }

  #stop(why: string): false {
    this.#trouble = why;
    return false;
  }
}

/** The same login to a new nonce: where the old one is only too old, or the login was taken before. */
function renewedBy(response: HttpResponse, request: HttpRequest, proof: Proof | undefined): Proof | undefined {
  if (proof === undefined || proof.challenge.scheme === 'basic' || response.fingerprint !== proof.certificate)
    return undefined;
  const challenge = challengeOf(response, request);
  if (typeof challenge === 'string') return undefined;
  const isStale = challenge.values['stale']?.toLowerCase() === 'true';
  return isStale || proof.worked ? { ...proof, challenge, count: 0 } : undefined;
}

/** What to log in to, or why nothing can be. */
function challengeOf({ headers, fingerprint }: HttpResponse, { url }: HttpRequest): HttpChallenge | string {
  const offered = challengesIn(headers['www-authenticate'] ?? '');
  const isInTls = parseHttpUrl(url)?.secure === true && fingerprint !== undefined;
  const chosen = chooseChallenge(offered, isInTls);
  if (chosen !== undefined) return chosen;
  if (offered.some(({ scheme }) => scheme === 'basic'))
    return 'it wants the password itself without TLS, and in plain text none is sent';
  const schemes = offered.map(({ scheme }) => scheme).join(', ') || 'none that it names';
  return `it wants a login of a kind that is not known here: ${schemes}`;
}
