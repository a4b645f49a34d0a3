import { encodeBase64 } from '../bytes/base64.ts';
import { formatHex } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';

/** One way to log in that a server offers (RFC 9110, section 11.6.1): its scheme and the names of its values in lower case. */
export interface HttpChallenge {
  readonly scheme: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A user as a person gave it. */
export interface HttpLogin {
  readonly user: string;
  readonly password: string;
}

/** What a Digest is made over. `count`: how often this nonce was used, this time included. */
interface DigestWish extends HttpLogin {
  readonly method: string;
  /** Path and query, as in the request line. */
  readonly uri: string;
  readonly clientNonce: string;
  readonly count: number;
}

/** What of cryptography this needs. */
interface Hashing {
  hash(name: 'md5' | 'sha256', bytes: Uint8Array): Uint8Array;
}

/** All that a WWW-Authenticate says, in its order; several fields may have been joined by commas. What is no challenge is passed over. */
export function challengesIn(header: string): readonly HttpChallenge[] {
  const found: { readonly scheme: string; readonly values: Record<string, string> }[] = [];
  for (const [, name, quoted, plain, scheme] of header.matchAll(PART)) {
    const value = quoted === undefined ? plain : quoted.replaceAll(/\\(.)/g, '$1');
    if (scheme !== undefined) found.push({ scheme: scheme.toLowerCase(), values: {} });
    else if (name !== undefined && value !== undefined) {
      const values = found.at(-1)?.values;
      if (values !== undefined) values[name.toLowerCase()] ??= value;
    }
  }
  return found;
}

/** RFC 7617, in UTF-8. It is the password itself: only inside TLS. */
export function basicAuthorization({ user, password }: HttpLogin): string {
  return `Basic ${encodeBase64(encodeText(`${user}:${password}`))}`;
}

/** Whether a Digest can be made for it: an algorithm that is known here, and a protection without the body. */
function isDigestible({ scheme, values }: HttpChallenge): boolean {
  const qops = values['qop']?.toLowerCase().split(/\s*,\s*/);
  return (
    scheme === 'digest' &&
    values['nonce'] !== undefined &&
    hashes.has(algorithmOf(values)) &&
    (qops === undefined || qops.includes('auth'))
  );
}

/** RFC 7616, section 3.4, by MD5 or SHA-256, with `auth` or, of a server older than that, without any. */
export function digestAuthorization({ values }: HttpChallenge, wish: DigestWish, hashing: Hashing): string {
  const algorithm = algorithmOf(values);
  const name = hashes.get(algorithm) ?? 'md5';
  const hash = (...parts: readonly string[]) => formatHex(hashing.hash(name, encodeText(parts.join(':'))));
  const { user, password, method, uri, clientNonce } = wish;
  const { realm = '', nonce = '', opaque, qop } = values;
  const plain = hash(user, realm, password);
  const secret = algorithm.endsWith('-sess') ? hash(plain, nonce, clientNonce) : plain;
  const count = wish.count.toString(16).padStart(8, '0');
  const asked = hash(method, uri);
  const response =
    qop === undefined ? hash(secret, nonce, asked) : hash(secret, nonce, count, clientNonce, 'auth', asked);
  const quoted = { username: user, realm, nonce, uri, response, ...(opaque === undefined ? {} : { opaque }) };
  const fields = Object.entries(quoted).map(([key, value]) => `${key}="${value.replaceAll(/["\\]/g, '\\$&')}"`);
  if (values['algorithm'] !== undefined) fields.push(`algorithm=${values['algorithm']}`);
  if (qop !== undefined || algorithm.endsWith('-sess')) fields.push(`cnonce="${clientNonce}"`);
  if (qop !== undefined) fields.push('qop=auth', `nc=${count}`);
  return `Digest ${fields.join(', ')}`;
}

/** The best that a server offers: a proof by SHA-256, a proof by MD5, then the password itself where it may be shown. */
export function chooseChallenge(
  challenges: readonly HttpChallenge[],
  mayShowPassword: boolean,
): HttpChallenge | undefined {
  const digests = challenges.filter(isDigestible);
  const strong = digests.find(({ values }) => algorithmOf(values).startsWith('sha-256'));
  return strong ?? digests[0] ?? (mayShowPassword ? challenges.find(({ scheme }) => scheme === 'basic') : undefined);
}

function algorithmOf({ algorithm = 'MD5' }: HttpChallenge['values']): string {
  return algorithm.toLowerCase();
}

// a value of a challenge, or the word that begins one
const PART = /([\w!#$%&'*+.^`|~-]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s,"=]+))|([\w!#$%&'*+.^`|~-]+)/g;
const hashes: ReadonlyMap<string, 'md5' | 'sha256'> = new Map([
  ['md5', 'md5'],
  ['md5-sess', 'md5'],
  ['sha-256', 'sha256'],
  ['sha-256-sess', 'sha256'],
]);
