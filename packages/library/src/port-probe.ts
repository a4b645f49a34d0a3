import {
  type Catalogue,
  Fault,
  type HostProbe,
  isPrintPort,
  knockOn,
  type LedgerRow,
  type Protocol,
  portsOf,
  sameEndpoint,
} from '@quietport/core';
import type { House } from './house.ts';
import { type InspectRequest, planInspect } from './inspect.ts';
import { remember } from './inventory.ts';
import type { NetworkPort, PortLookup } from './port-answer.ts';
import { runPlan } from './run.ts';
import { idOfAttempt } from './told.ts';

/** What a host answered at the numbers that a person named, and every packet that left for it. */
export interface PortProbed {
  readonly ports: readonly NetworkPort[];
  readonly notes: readonly string[];
  readonly ledger: readonly LedgerRow[];
  readonly answered: boolean;
}

/**
 * Asks one host about these numbers and nothing else. A person named host and number, so that is the order: a room that
 * speaks on just that port asks by its protocol, else TCP is connected to and closed. No byte is ever tried on a port
 * whose protocol we do not speak; a print port is not even knocked on without `knockPrintPorts`.
 */
export async function probePort(
  lookup: PortLookup,
  request: InspectRequest,
  house: House,
  signal: AbortSignal,
): Promise<PortProbed> {
  const numbers = numbersOf(lookup);
  const { transport } = lookup.query;
  const knocked = numbers.filter((port) => request.knockPrintPorts === true || !isPrintPort(port, 'tcp'));
  const catalogue = roomsFor(numbers, knocked, transport, house.catalogue);
  const notes = notesOn(numbers, transport, catalogue, request);
  if (catalogue.length === 0) return { ports: [], notes, ledger: [], answered: false };
  const plan = await planInspect(request, house, signal);
  const order = { ...plan.order, requested: ['knock.named-port'] };
  const ran = await runPlan({ ...plan, order }, { ...house, catalogue }, signal);
  const fused = await remember(house.store, ran.observations, ran.attempts);
  const { addresses } = plan.order;
  const heard = ran.observations.filter(({ from }) => addresses.includes(from.address));
  const asked = ran.attempts.filter(({ target }) => addresses.includes(target.address));
  const standard = (address: string, port: number) => plan.policy.standardPort(address, port);
  const ports = portsOf(heard, asked).flatMap(({ endpoint, state, evidence }): NetworkPort[] => {
    const { address, port } = endpoint;
    if (!numbers.includes(standard(address, port))) return [];
    const device = fused.devices.find((each) => each.interfaces.some((row) => row.addresses.includes(address)));
    const { transport: spoken } = endpoint;
    // where nobody spoke, the attempt is what the state rests on
    const tried = asked.filter(({ target }) => sameEndpoint(target, endpoint)).map(idOfAttempt);
    const rests = evidence.length > 0 ? evidence : [...new Set(tried)];
    return [{ device, address, port, transport: spoken, state, evidence: rests }];
  });
  const ledger = ran.ledger.rows();
  const answered = ports.some(({ state }) => state === 'answered' || state === 'refused');
  return { ports, notes, ledger, answered };
}

function numbersOf({ spans, query }: PortLookup): readonly number[] {
  const count = spans.reduce((sum, [from, to]) => sum + to - from + 1, 0);
  if (count === 0 || count > MOST)
    throw new Fault('usage/bad-value', {
      option: '--probe',
      value: query.text,
      expected: `It asks single ports, at most ${MOST} at a time.`,
    });
  return spans.flatMap(([from, to]) => Array.from({ length: to - from + 1 }, (_, at) => from + at));
}

/** The probes that speak on nothing but these ports, and a knock on each of them that is TCP. */
function roomsFor(
  numbers: readonly number[],
  knocked: readonly number[],
  transport: string | null,
  rooms: Catalogue,
): Catalogue {
  const asked = (use: { port: number; transport: string }) =>
    numbers.includes(use.port) && (transport === null || transport === use.transport);
  const speaking = rooms.flatMap((room): Protocol[] => {
    const probes = room.probes.filter(
      (probe) =>
        // a probe without a port (the table of neighbours) answers no question about one
        probe.reach === 'host' &&
        probe.knocks !== true &&
        probe.onRequest !== true &&
        probe.ports.length > 0 &&
        probe.ports.every(asked),
    );
    return probes.length === 0 ? [] : [{ ...room, probes }];
  });
  const tcp = transport === null || transport === 'tcp';
  return tcp && knocked.length > 0 ? [...speaking, knockOnNamed(knocked)] : speaking;
}

function knockOnNamed(numbers: readonly number[]): Protocol {
  const ports = numbers.map((port) => ({ port, transport: 'tcp' as const, service: '' }));
  const probe: HostProbe = { id: 'knock.named-port', reach: 'host', ports, knocks: true, talk: knockOn(ports) };
  return {
    id: 'knock',
    title: 'TCP connect and close',
    ports: [],
    probes: [probe],
    decodes: false,
    describe: () => ({ ok: false, error: { code: 'bad-magic', offset: 0, field: 'knock' }, fields: [] }),
  };
}

function notesOn(
  numbers: readonly number[],
  transport: string | null,
  catalogue: Catalogue,
  { knockPrintPorts }: InspectRequest,
): readonly string[] {
  const spoken = (port: number) =>
    catalogue.some((room) =>
      room.probes.some((probe) => probe.ports.some((use) => use.port === port && use.transport === 'udp')),
    );
  return numbers.flatMap((port) => [
    ...(transport !== 'tcp' && !spoken(port)
      ? [`UDP ${port}: nothing was sent, for we speak no protocol on it, and no packet is invented.`]
      : []),
    ...(transport !== 'udp' && isPrintPort(port, 'tcp') && knockPrintPorts !== true
      ? [`TCP ${port} is a print port: not even knocked on without --print-ports.`]
      : []),
  ]);
}

const MOST = 16;
