import { X509Certificate } from 'node:crypto';
import { formatIp, parseIp } from '@quietport/core';
import { Fault } from '@quietport/core/fault';

/** How the server is reached, where not plainly on loopback. */
export interface Reach {
  /** PEM. Served by HTTPS, to whoever asks for a name that the certificate is for. */
  readonly tls?: { readonly certificate: string; readonly key: string };
  /** Who stands before it and takes HTTPS: the name that people ask for, and the address that it asks us from. */
  readonly proxy?: { readonly name: string; readonly address: string };
}

/** What is known of a request before anything in it is believed. */
export interface Came {
  /** The name and port that were asked for. */
  readonly host: string;
  readonly scheme: 'http' | 'https';
  /** Of the one who asks; where a proxy brought it, what the proxy said. */
  readonly address: string;
  /** From this machine, and by no proxy. */
  readonly local: boolean;
  readonly byProxy: boolean;
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>;

/**
 * What `x-forwarded-*` say counts where the named proxy says it, and nowhere else. Throws `request/not-by-proxy` for who
 * goes around it, and `request/not-secure` where it was not asked by HTTPS or does not say so.
 */
export function cameBy(remoteAddress: string | undefined, headers: Headers, { tls, proxy }: Reach): Came {
  const remote = plainAddress(remoteAddress ?? '');
  // a list of names is no name
  const host = String(headers['host'] ?? '');
  const asked = { host, address: remote, local: isLoopback(remote), byProxy: false };
  if (proxy === undefined || (asked.local && remote !== proxy.address)) {
    return { ...asked, scheme: tls === undefined ? 'http' : 'https' };
  }
  if (remote !== proxy.address) throw new Fault('request/not-by-proxy', { name: proxy.name });
  if (last(headers['x-forwarded-proto']) !== 'https') throw new Fault('request/not-secure', { name: proxy.name });
  const address = plainAddress(last(headers['x-forwarded-for']) ?? '');
  return {
    host: last(headers['x-forwarded-host']) ?? asked.host,
    scheme: 'https',
    address: address === '' ? remote : address,
    local: false,
    byProxy: true,
  };
}

/**
 * Whether that is our name: one that means this machine alone, with our port; what the certificate is for, with our port; or,
 * by the proxy, the proxy's name.
 */
export function isOurName({ host, scheme, byProxy }: Came, port: number, { tls, proxy }: Reach): boolean {
  if (byProxy) return host.toLowerCase() === proxy?.name.toLowerCase();
  const [, six, name, digits] = /^(?:\[([0-9a-f:]+)\]|([a-z0-9.-]+))(?::(\d{1,5}))?$/i.exec(host) ?? [];
  if (Number(digits ?? (scheme === 'https' ? 443 : 80)) !== port) return false;
  const bare = six ?? name ?? '';
  if (isLoopbackName(bare)) return true;
  if (tls === undefined || bare === '') return false;
  const certificate = new X509Certificate(tls.certificate);
  return (parseIp(bare) === undefined ? certificate.checkHost(bare) : certificate.checkIP(bare)) !== undefined;
}

/** What people ask for: the name that the certificate names first, where there is one. */
export function nameIn(certificate: string): string | undefined {
  const [, name] = /DNS:([a-z0-9.-]+)/i.exec(new X509Certificate(certificate).subjectAltName ?? '') ?? [];
  return name;
}

/** A name or an address without its port. */
export function isLoopbackName(name: string): boolean {
  return /^(localhost|127(?:\.\d{1,3}){3}|::1|\[::1\])$/i.test(name);
}

function isLoopback(address: string): boolean {
  return address !== 'localhost' && isLoopbackName(address);
}

/** An IPv4 address as such, also where it came to a socket of both families (RFC 4291, section 2.5.5.2). */
function plainAddress(text: string): string {
  const parsed = parseIp(text.replace(/^::ffff:(?=\d+\.)/i, ''));
  return parsed === undefined ? '' : formatIp(parsed);
}

/** The last one is what the next hop has added; all before may be from anybody. */
function last(value: string | readonly string[] | undefined): string | undefined {
  const text = typeof value === 'string' ? value : value?.at(-1);
  return text?.split(',').at(-1)?.trim();
}
