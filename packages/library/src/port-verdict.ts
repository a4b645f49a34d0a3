import type { Device, Listener, PortDevice, PortOwner, PortScene, Transport, Verdict } from '@quietport/core';
import { heldBySockets, isPrintPort, judgePort } from '@quietport/core/listeners';
import { isEpsons, isUnpublished } from '@quietport/knowledge/registry';
import { doesOf } from './device-does.ts';
import type { NetworkPort, PortAnswer, PortLookup } from './port-answer.ts';

/** What the inventory knows of these numbers. */
export function knownPorts(lookup: PortLookup, devices: readonly Device[]): readonly NetworkPort[] {
  const { transport } = lookup.query;
  return devices.flatMap((device) =>
    device.ports.flatMap(({ endpoint, state, service, evidence }) => {
      const asked = lookup.spans.some(([from, to]) => endpoint.port >= from && endpoint.port <= to);
      if (!asked || (transport !== null && endpoint.transport !== transport)) return [];
      const { address, port } = endpoint;
      return [{ device, address, port, transport: endpoint.transport, state, service, evidence }];
    }),
  );
}

/** The verdict on what was found. */
export function judgeLookup(answer: PortAnswer): Verdict {
  const owners = answer.here?.listeners ?? null;
  const devices = answer.network?.ports ?? null;
  const scene = portScene({ ...answer, transport: answer.query.transport }, owners, devices);
  return judgePort(scene, undefined, heldBySockets(owners ?? []));
}

/** What the answer leaves open, in sentences: each with what would tell, where something would. */
export function notKnownOf({ rows, here, network }: PortAnswer, probed: boolean): readonly string[] {
  const reached = (here?.listeners ?? []).some(
    ({ exposure, state }) => exposure !== 'loopback' && (state === 'listening' || state === 'bound'),
  );
  const silent = rows.some((row) => isEpsons(row) && row.port !== null && isUnpublished(row.port));
  return [
    ...(silent ? ['What is spoken on it: Epson published nothing of it.'] : []),
    ...(reached ? ['Whether a firewall keeps others from it: none was read.'] : []),
    ...(network !== undefined && !probed
      ? ['Which other machines have it: none was asked. --probe HOST asks one, quietport find looks for devices.']
      : []),
  ];
}

/** Numbers with their transport (`null`: all of them), and what registry and practice say of them. */
export interface PortNumbers extends Pick<PortLookup, 'spans' | 'rows' | 'practice'> {
  readonly transport: PortLookup['query']['transport'];
}

/** The question with what was found, as the rules see it. `null`: nobody looked there. */
export function portScene(
  lookup: PortNumbers,
  owners: readonly Omit<Listener, 'verdict'>[] | null,
  devices: readonly NetworkPort[] | null,
): PortScene {
  const { spans, rows, practice } = lookup;
  const within = (number: number) => spans.some(([from, to]) => number >= from && number <= to);
  const epsons = rows.filter(isEpsons);
  return {
    prints: transportsOf(lookup, owners, devices).some((transport) => printNumbers(spans, transport)),
    epsonNumber: epsons.length > 0,
    published: !epsons.some(({ port }) => port !== null && within(port) && isUnpublished(port)),
    usual: {
      printing: practice.some(({ world }) => world === 'printing'),
      general: practice.some(({ world }) => world === 'general'),
    },
    owners: owners?.map((listener) => ownerOf(listener, lookup)) ?? null,
    devices: devices?.map(deviceOf) ?? null,
  };
}

/** A range is a question about print ports where it is about one number; a sweep over many numbers is not. */
function printNumbers(spans: PortLookup['spans'], transport: Transport): boolean {
  return spans.some(([from, to]) => from === to && isPrintPort(from, transport));
}

/** What was asked; where that is every transport, those on which something was found: 515/udp is no print port. */
function transportsOf(
  { transport }: PortNumbers,
  owners: readonly Pick<Listener, 'transport'>[] | null,
  devices: readonly NetworkPort[] | null,
): readonly Transport[] {
  const all: readonly Transport[] = ['tcp', 'udp'];
  if (transport !== null) return all.filter((each) => each === transport);
  const found = [...(owners ?? []), ...(devices ?? [])].map((each) => each.transport);
  return found.length === 0 ? all : all.filter((each) => found.includes(each));
}

function ownerOf(listener: Omit<Listener, 'verdict'>, { rows, practice }: PortNumbers): PortOwner {
  const { ownerKind: kind, exposure, transport, address, port, executable } = listener;
  const names = rows.flatMap(({ service }) => (service === null ? [] : [service]));
  const socket = `${transport} ${address.includes(':') ? `[${address}]` : address}:${port}`;
  const file = executable === null ? [] : [executable];
  return { kind, fits: fitsNumber(wordsOf(listener), names, practice), exposure, evidence: [socket, ...file] };
}

/** The words that name a program: process, script, package, unit. */
export function wordsOf({
  process,
  script,
  package: from,
  unit,
}: Pick<Listener, 'process' | 'script' | 'package' | 'unit'>): readonly string[] {
  const names = [process, script?.split('/').at(-1) ?? null, from, unit?.replace(/\.service$/, '') ?? null];
  return names.flatMap((name) => (name === null ? [] : [name.toLowerCase()]));
}

/** Whether one of the words is a name of the number's service, but for the `d` of a daemon, or stands in what usually sits there. */
export function fitsNumber(
  words: readonly string[],
  services: readonly string[],
  practice: PortNumbers['practice'],
): boolean {
  if (services.length === 0 && practice.length === 0) return false;
  const known = services.map((service) => service.toLowerCase());
  const told = practice.flatMap(({ holder }) => holder.toLowerCase().split(/[^a-z0-9.+-]+/));
  return words.some((word) => {
    const bare = word.replace(/d$/, '');
    return [word, bare].some((each) => known.includes(each) || (word.length > 2 && told.includes(each)));
  });
}

function deviceOf({ device, state, evidence }: NetworkPort): PortDevice {
  const make = device?.facts.make;
  const makes = make === undefined ? [] : [make, ...make.against];
  return { state, epson: makes.some(({ value }) => /epson/i.test(value)), does: doesOf(device?.kind), evidence };
}
