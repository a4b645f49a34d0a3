import { classOfText, formatIp, parseIp, prefixOf } from '@quietport/core';

/**
 * The same value without what names a person or a machine: the given names, MAC addresses but for the maker's half,
 * public addresses, and the halves of IPv6 addresses that a MAC may stand in. Cut, not hashed: what is short can be
 * guessed from its hash.
 */
export function redact<T>(value: T, names: readonly string[]): T {
  const wanted = names.filter((name) => name.length > 1 && !everybodys.has(name.toLowerCase()));
  const walk = (part: unknown): unknown => {
    if (typeof part === 'string') return redactText(part, wanted);
    if (Array.isArray(part)) return part.map(walk);
    if (part === null || typeof part !== 'object') return part;
    return Object.fromEntries(Object.entries(part).map(([key, inner]) => [key, walk(inner)]));
  };
  // the walk gives every shape back as it was: only texts differ
  return walk(value) as T;
}

function redactText(text: string, names: readonly string[]): string {
  const cut = text
    .replace(/\b([0-9a-f]{2}([:-])[0-9a-f]{2}\2[0-9a-f]{2})(\2[0-9a-f]{2}){3}\b/gi, '$1$2…')
    .replace(/[0-9a-f:]*:[0-9a-f:]+(%[\w.-]+)?/gi, (address) => cutIpv6(address))
    .replace(/\b\d+\.\d+\.\d+\.\d+\b/g, (address) => (classOfText(address) === 'public' ? 'PUBLIC' : address));
  return names.reduce((left, name) => left.replaceAll(new RegExp(escaped(name), 'gi'), 'NAME'), cut);
}

/** The network half stays; of a public address nothing does. */
function cutIpv6(text: string): string {
  const address = parseIp(text);
  if (address?.family !== 6) return text;
  const kind = classOfText(text);
  if (kind === 'public') return 'PUBLIC';
  if (kind === 'loopback' || kind === 'multicast' || kind === 'unspecified') return text;
  return `${formatIp(prefixOf({ family: 6, bytes: address.bytes }, 64).address)}…`;
}

const everybodys: ReadonlySet<string> = new Set(['root', 'localhost', 'node', 'user']);

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
