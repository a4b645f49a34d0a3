import { getServers, lookup } from 'node:dns';
import { readFileSync } from 'node:fs';
import { canonicalIp, parseIp } from '@quietport/core';
import type { Reach } from './reach.ts';

/**
 * The addresses of a host name, as the system finds them. Asking for a name sends packets too: where the name servers
 * are out of bounds, the hosts file alone answers.
 */
export function resolveName(name: string, reach: Reach, signal: AbortSignal): Promise<readonly string[]> {
  const literal = parseIp(name);
  if (literal !== undefined) return Promise.resolve([canonicalIp(name)]);
  if (!mayAsk(reach)) return Promise.resolve(fromHostsFile(name));
  return new Promise((resolve) => {
    if (signal.aborted) return resolve([]);
    const end = () => resolve([]);
    signal.addEventListener('abort', end, { once: true });
    lookup(name, { all: true, verbatim: true }, (error, rows) => {
      signal.removeEventListener('abort', end);
      resolve(error ? [] : [...new Set(rows.map(({ address }) => canonicalIp(address)))]);
    });
  });
}

/** A resolver on loopback asks others in our name, so loopback alone is no way to a name server. */
function mayAsk(reach: Reach): boolean {
  if (!reach.limited) return true;
  if (reach.interfaces().every(({ loopback }) => loopback)) return false;
  return getServers().every((server) => reach.permits(addressOfServer(server)));
}

function addressOfServer(server: string): string {
  const bracketed = /^\[(.*)\](?::\d+)?$/.exec(server)?.[1];
  return bracketed ?? (parseIp(server) ? server : server.replace(/:\d+$/, ''));
}

function fromHostsFile(name: string): readonly string[] {
  const wanted = name.toLowerCase();
  const found = readHostsFile().flatMap((line) => {
    const [address, ...names] = line.replace(/#.*/, '').trim().toLowerCase().split(/\s+/);
    return address !== undefined && names.includes(wanted) && parseIp(address) ? [canonicalIp(address)] : [];
  });
  // RFC 6761 section 6.3
  if (found.length === 0 && /(^|\.)localhost\.?$/.test(wanted)) return ['127.0.0.1', '::1'];
  return [...new Set(found)];
}

function readHostsFile(): readonly string[] {
  try {
    return readFileSync('/etc/hosts', 'utf8').split('\n');
  } catch {
    return [];
  }
}
