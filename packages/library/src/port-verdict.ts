import type { Device, Listener, PortDevice, PortOwner, PortScene, Verdict } from '@quietport/core';
import { isPrintPort, judgePort } from '@quietport/core/listeners';
import { isEpsons, isUnpublished } from '@quietport/knowledge/registry';
import type { NetworkPort, PortAnswer, PortLookup } from './port-answer.ts';

/** What the inventory knows of these numbers. */
export function knownPorts(lookup: PortLookup, devices: readonly Device[]): readonly NetworkPort[] {
  const { transport } = lookup.query;
  return devices.flatMap((device) =>
    device.ports.flatMap(({ endpoint, state, evidence }) => {
      const asked = lookup.spans.some(([from, to]) => endpoint.port >= from && endpoint.port <= to);
      if (!asked || (transport !== null && endpoint.transport !== transport)) return [];
      const { address, port } = endpoint;
      return [{ device, address, port, transport: endpoint.transport, state, evidence }];
    }),
  );
}

/** The verdict on what was found. */
export function judgeLookup(answer: PortAnswer): Verdict {
  return judgePort(portScene(answer, answer.here?.listeners ?? null, answer.network?.ports ?? null));
}

/** Numbers, and what registry and practice say of them. */
export type PortNumbers = Pick<PortLookup, 'spans' | 'rows' | 'practice'>;

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
    prints: printNumbers(spans),
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
function printNumbers(spans: PortLookup['spans']): boolean {
  return spans.some(([from, to]) => from === to && isPrintPort(from, 'tcp'));
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
  const kind = device?.kind ?? 'unknown';
  const printing = kind === 'unknown' ? null : kind !== 'other';
  return { state, epson: makes.some(({ value }) => /epson/i.test(value)), printing, evidence };
}
