import type { Transport } from '@quietport/core';

export interface PortNumbers {
  readonly port: number;
  readonly portEnd: number;
  readonly transport: Transport;
}

/** `why`: one sentence. `unresolved`: a variable or a placeholder stands there. `foreign`: another transport (sctp). */
export type PortText =
  | ({ readonly is: 'ports' } & PortNumbers)
  | { readonly is: 'wrong'; readonly why: string }
  | { readonly is: 'unresolved' | 'foreign' };

/** Reads `80`, `80-85`, each with `/tcp` or `/udp`, as files write them. */
export function parsePorts(text: string, usual: Transport = 'tcp'): PortText {
  const trimmed = text.trim();
  if (/\$|\{\{|%[A-Za-z]|<[^>]*>/.test(trimmed)) return { is: 'unresolved' };
  const [numbers = '', protocol = usual] = trimmed.split('/', 2);
  const transport = protocol.toLowerCase();
  if (transport === 'sctp') return { is: 'foreign' };
  if (transport !== 'tcp' && transport !== 'udp')
    return { is: 'wrong', why: `"${protocol}" is no transport: it is tcp or udp.` };
  const match = /^(\d+)(?:-(\d+))?$/.exec(numbers);
  if (match === null) return { is: 'wrong', why: `"${numbers}" is no port: ports are whole numbers, 1 to 65535.` };
  const port = Number(match[1]);
  const portEnd = Number(match[2] ?? match[1]);
  const beyond = [port, portEnd].find((number) => number < 1 || number > 65_535);
  if (beyond !== undefined) return { is: 'wrong', why: `${beyond} is no port: ports are 1 to 65535.` };
  if (portEnd < port) return { is: 'wrong', why: `The range ${port}-${portEnd} runs backward.` };
  return { is: 'ports', port, portEnd, transport };
}

/** `host:80`, `[::1]:80`, `:80`, `80`: the host may be missing, the port as well. */
export function splitHostPort(text: string): { readonly host: string; readonly port: string | undefined } {
  const bracketed = /^(\[[^\]]*\])(?::(.*))?$/.exec(text);
  if (bracketed !== null) return { host: bracketed[1]!, port: bracketed[2] };
  const colon = text.lastIndexOf(':');
  // two colons and no brackets: an IPv6 address without a port
  if (colon < 0 || text.indexOf(':') !== colon) return { host: text, port: undefined };
  return { host: text.slice(0, colon), port: text.slice(colon + 1) };
}

/** The host and the port of a URL as it is written; the port is missing where it is the scheme's own. */
export function splitUrl(
  text: string,
): { readonly scheme: string; readonly host: string; readonly port: string | undefined } | undefined {
  const match = /^([a-z][a-z0-9+.-]*):\/\/(?:[^/?#@\s]*@)?([^/?#\s]*)/i.exec(text);
  if (match === null) return undefined;
  return { scheme: match[1]!.toLowerCase(), ...splitHostPort(match[2]!) };
}
