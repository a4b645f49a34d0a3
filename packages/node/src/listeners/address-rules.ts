import type { LocalSocket, SocketsAsked } from '@quietport/core';
import { parsePlace, socketOf } from './tool-socket.ts';

/** A number that the kernel leads elsewhere before any socket sees it. */
export interface AddressRule {
  readonly transport: 'tcp' | 'udp';
  readonly family: 'ipv4' | 'ipv6';
  /** The address that it is for; every one where the rule names none. */
  readonly address: string | null;
  readonly from: number;
  readonly to: number;
  readonly leadsTo: string;
}

/**
 * The rules of `nft -nn list ruleset` by which container runtimes publish ports, one a line:
 * `ip daddr 10.0.0.1 udp dport { 53, 5353 } counter packets 0 bytes 0 dnat to 172.17.0.3:53`. Rules that name their
 * numbers elsewhere (maps, sets with names) are passed over.
 */
export function parseAddressRules(text: string): readonly AddressRule[] {
  return text.split('\n').flatMap((line) => {
    const match = /\b(tcp|udp) dport (\{[^}]*\}|\d+(?:-\d+)?)(?= ).*\b(dnat|redirect)(?: ip6?)? to (\S+)/.exec(line);
    if (match === null) return [];
    const [, transport, numbers = '', verb, target = ''] = match;
    const leadsTo = verb === 'redirect' ? `port ${target.replace(':', '')} here` : target;
    const address = /\bip6? daddr ([0-9a-f.:]+)(?= )/.exec(line)?.[1] ?? null;
    const family = (verb === 'dnat' ? target : (address ?? '')).split(':').length > 2 ? 'ipv6' : 'ipv4';
    return [...numbers.matchAll(/(\d+)(?:-(\d+))?/g)].map(([, from, to = from]) => ({
      transport: transport === 'udp' ? 'udp' : 'tcp',
      family,
      address,
      from: Number(from),
      to: Number(to),
      leadsTo,
    }));
  });
}

/** The numbers of rules as rows, but those that a publishing helper holds as well: its socket says the same. */
export function ruleSockets(
  rules: readonly AddressRule[],
  asked: SocketsAsked,
  held: readonly LocalSocket[],
): readonly LocalSocket[] {
  const key = (transport: string, family: string, port: number) => `${transport} ${family} ${port}`;
  const shown = new Set(held.map((socket) => key(socket.transport, socket.family, socket.port)));
  const ports = asked.ports === undefined ? undefined : new Set(asked.ports);
  return rules.flatMap(({ transport, family, address, from, to, leadsTo }) => {
    if (asked.transport !== undefined && asked.transport !== transport) return [];
    const numbers = Array.from({ length: Math.min(to - from + 1, MOST_NUMBERS) }, (_, i) => from + i);
    return numbers.flatMap((port) => {
      const name = key(transport, family, port);
      if (ports?.has(port) === false || shown.has(name)) return [];
      shown.add(name);
      const any = family === 'ipv4' ? '0.0.0.0' : '::';
      const place = parsePlace(family === 'ipv6' ? `[${address ?? any}]:${port}` : `${address ?? any}:${port}`, family);
      if (place === undefined) return [];
      const row = { transport, family, ...place, state: 'bound', pid: null } as const;
      return [socketOf(row, [], { state: 'translated', ownerGap: 'kernel', dualStack: null, forwardsTo: leadsTo })];
    });
  });
}

// a rule over a whole range is one fact: its first numbers tell it
const MOST_NUMBERS = 64;
