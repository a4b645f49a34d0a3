import { chooseFree, type Device, type LintDevice, type LintLore, type Registered } from '@quietport/core';
import { practiceOf } from '@quietport/knowledge';
import { askRegistry, ianaRegistry, isEpsons } from '@quietport/knowledge/ports';
import { doesOf } from '../device-does.ts';
import { registryFacts } from '../free/registry-facts.ts';

/**
 * What the rules of `lint` ask: tables that say the same on every machine, and the devices of an inventory, where there
 * is one. Suggestions look at no machine: whoever runs the files may be another one.
 */
export function lintLore(devices: readonly Device[]): LintLore {
  const facts = registryFacts();
  const given = new Map<number, number>();
  const question = { from: lowest, to: highest, transports: ['tcp', 'udp'] as const, project: '' };
  const free = new Set(chooseFree(question, facts).ports);
  return {
    registered: (port, transport) => registered(port, transport),
    usualHolder: (port, transport) => {
      const rows = practiceOf(port, port, transport);
      return (rows.find(({ world }) => world === 'general') ?? rows[0])?.holder;
    },
    browsersRefuse: facts.browsersRefuse,
    clientNumbers: facts.clientNumbers,
    nodePorts: facts.nodePorts,
    deviceAt: (host) => deviceAt(host, devices),
    suggest: (port, named) => {
      const before = given.get(port);
      if (before !== undefined) return before;
      // 3000 becomes 13000 and its neighbours: easily remembered
      const near = port <= highest - 10_000 ? Math.max(lowest, port + 10_000) : lowest + (port % span);
      const taken = new Set([...named, ...given.values()]);
      const found = nearest(near, (each) => free.has(each) && !taken.has(each));
      if (found !== undefined) given.set(port, found);
      return found;
    },
  };
}

/** The closest number that will do, of two the higher. */
function nearest(near: number, fits: (port: number) => boolean): number | undefined {
  for (let distance = 0; distance < span; distance++) {
    if (fits(near + distance)) return near + distance;
    if (fits(near - distance)) return near - distance;
  }
  return undefined;
}

function registered(port: number, transport: 'tcp' | 'udp'): Registered | undefined {
  const query = { text: '', port, portEnd: port, transport, name: null };
  const { outcome, rows } = askRegistry(query, ianaRegistry);
  if (outcome !== 'assigned') return undefined;
  const named = rows.filter(({ service, status }) => service !== null && status !== 'reserved');
  const row = named.find(({ status }) => status === 'assigned') ?? named[0];
  if (row === undefined) return undefined;
  return {
    service: row.service!,
    description: row.description,
    registered: row.registered,
    epson: named.some(isEpsons),
  };
}

/** The device that a file means by a host: an address, a name. Of several the one that prints. */
function deviceAt(host: string, devices: readonly Device[]): LintDevice | undefined {
  const wanted = host
    .toLowerCase()
    .replace(/^\[(.*)\]$/, '$1')
    .replace(/\.$/, '');
  if (wanted === '') return undefined;
  const found = devices.filter(
    ({ interfaces, hostnames, facts }) =>
      interfaces.some((row) => row.addresses.includes(wanted) || row.claimed.includes(wanted)) ||
      [...hostnames, facts.name?.value ?? ''].some((name) => sameName(name, wanted)),
  );
  const device = found.find(prints) ?? found[0];
  if (device === undefined) return undefined;
  const { make, model, name } = device.facts;
  const title = [make?.value, model?.value].filter((part) => part !== undefined).join(' ');
  return { id: device.id, name: title || name?.value || device.kind, prints: prints(device) };
}

/** `printer.local` is meant by `printer`, too. */
function sameName(name: string, wanted: string): boolean {
  const full = name.toLowerCase().replace(/\.$/, '');
  return full === wanted || full === `${wanted}.local`;
}

function prints(device: Device): boolean {
  return (
    doesOf(device.kind) === 'prints' ||
    device.ports.some(({ service }) => service !== undefined && printing.has(service))
  );
}

const printing: ReadonlySet<string> = new Set(['raw', 'lpd', 'ipp']);
const lowest = 10_081;
const highest = 29_999;
const span = highest - lowest + 1;
