import { formatHex } from '../bytes/hex.ts';
import { encodeText } from '../bytes/text.ts';
import { canonicalIp, parseIp } from './ip-address.ts';

/** The parts of an http or https URL that an exchange needs. */
export interface HttpUrl {
  readonly secure: boolean;
  /** Host name, or address with its zone, without brackets. */
  readonly host: string;
  readonly port: number;
  /** Path and query, fit for a request line. */
  readonly path: string;
}

/**
 * `undefined` where the text is no such URL. The gate judges and the network asks by this one reader. The platform's
 * own takes no zone, and a link-local address is worth nothing without one (RFC 6874: `%25` before it; a bare `%` is
 * taken as well).
 */
export function parseHttpUrl(text: string): HttpUrl | undefined {
  const match = /^(https?):\/\/(?:\[([^\]]+)\]|([\w.~-]+))(?::(\d{1,5}))?([/?][^#]*)?(?:#.*)?$/i.exec(text);
  if (match === null) return undefined;
  const [, scheme = '', bracketed, bare, digits, tail = '/'] = match;
  const secure = scheme.toLowerCase() === 'https';
  const host = bracketed === undefined ? (bare ?? '') : canonicalIp(bracketed.replace('%25', '%'));
  const port = digits === undefined ? (secure ? 443 : 80) : Number(digits);
  if (port < 1 || port > 65535 || (bracketed !== undefined && parseIp(host)?.family !== 6)) return undefined;
  return { secure, host, port, path: escapePath(tail.startsWith('?') ? `/${tail}` : tail) };
}

/** `[fe80::1]:631`: the Host header carries no zone (RFC 6874 section 4) and no default port. */
export function hostHeader(url: HttpUrl): string {
  const bare = url.host.replace(/%.*$/, '');
  const name = bare.includes(':') ? `[${bare}]` : bare;
  return url.port === (url.secure ? 443 : 80) ? name : `${name}:${url.port}`;
}

/** Paths come from devices too: what may not stand in a request line is escaped, not sent. */
function escapePath(path: string): string {
  return path.replace(/[^\x21-\x7e]/gu, (character) =>
    formatHex(encodeText(character)).toUpperCase().replace(/../g, '%$&'),
  );
}
