import {
  type Attempt,
  addressesOf,
  type Device,
  Fault,
  formatHex,
  isPrintPort,
  judgeHost,
  type LedgerRow,
  noteLook,
  type Observation,
  type Port,
  portsOf,
  type Refusal,
  sameEndpoint,
  type Verdict,
} from '@quietport/core';
import { explainPort, type PortExplanation } from '@quietport/knowledge';
import type { House } from './house.ts';
import { remember } from './inventory.ts';
import { type FindPlan, type FindRequest, planFind } from './plan.ts';
import { runPlan } from './run.ts';
import { idOfAttempt, whatItTold } from './told.ts';

/** What a person asks of one host: its name or address, and how. */
export interface InspectRequest
  extends Pick<
    FindRequest,
    | 'interfaces'
    | 'exclude'
    | 'methods'
    | 'waitMs'
    | 'tries'
    | 'rate'
    | 'community'
    | 'iOwnThis'
    | 'knockPrintPorts'
    | 'fleet'
  > {
  readonly host: string;
  /** When to stop asking; what was told until then counts. */
  readonly timeoutMs?: number;
}

export interface InspectedPort extends Port {
  /** Its number in the standards: another one where a virtual fleet had to move it. */
  readonly standard: number;
  readonly explanation: PortExplanation | undefined;
  /** In one line. */
  readonly told: string;
}

/** All that one host told. */
export interface Inspected {
  readonly host: string;
  readonly addresses: readonly string[];
  readonly startedAt: number;
  readonly finishedAt: number;
  /** The device at that address as the whole evidence shows it; none where nobody told anything. */
  readonly device: Device | undefined;
  readonly ports: readonly InspectedPort[];
  readonly verdict: Verdict;
  /** True where anything answered, be it by a refusal. */
  readonly answered: boolean;
  readonly ledger: readonly LedgerRow[];
  readonly refused: readonly Refusal[];
  readonly troubles: readonly string[];
  readonly interrupted: boolean;
}

/** Asks one host everything that any room asks a host. Throws `Fault` where it could not look. */
export async function inspect(
  request: InspectRequest,
  house: House,
  signal: AbortSignal,
  planned: (plan: FindPlan) => void = () => undefined,
): Promise<Inspected> {
  const plan = await planInspect(request, house, signal);
  planned(plan);
  const { addresses } = plan.order;
  const until = request.timeoutMs === undefined ? signal : house.clock.timeout(request.timeoutMs, signal);
  const { startedAt, observations, attempts, ledger, looked } = await runPlan(plan, house, until);
  const note = { at: house.clock.now(), id: formatHex(house.dice.bytes(5)) };
  const fused = await remember(house.store, observations, attempts, (known) =>
    noteLook(observations, attempts, known, note),
  );
  const heard = observations.filter(({ from }) => addresses.includes(from.address));
  const asked = attempts.filter(({ target }) => addresses.includes(target.address));
  const device = deviceAt(addresses, heard, fused.devices);
  const ports = inspectedPorts(heard, asked, plan.policy.standardPort);
  const scene = { ports: ports.map(scenePort), ...(device === undefined ? {} : { device }) };
  return {
    host: request.host,
    addresses,
    startedAt,
    finishedAt: house.clock.now(),
    device,
    ports,
    verdict: judgeHost(scene),
    answered: ports.some(({ state }) => state === 'answered' || state === 'refused'),
    ledger: ledger.rows(),
    refused: ledger.refusals(),
    troubles: looked.troubles.map((fault) => `${fault.text} ${fault.next}`),
    interrupted: signal.aborted,
  };
}

/** A look at one host alone: asked by address, so that this machine's own addresses may be asked too. */
export async function planInspect(request: InspectRequest, house: House, signal: AbortSignal): Promise<FindPlan> {
  const { host, timeoutMs: _, ...rest } = request;
  // a list, a range or a block is a task for `find`
  if (/[/,\s]|^[\d.]+-[\d.]+$/.test(host.trim())) throw new Fault('usage/one-host', { target: host });
  const plan = await planFind({ ...rest, targets: [host] }, house, signal);
  const addresses = [...new Set([...addressesOf(plan.order.ranges, []), ...plan.order.addresses])];
  return { ...plan, order: { ...plan.order, ranges: [], addresses } };
}

/** Of several devices that were heard there (the queues of a print server), the one that told most itself. */
function deviceAt(
  addresses: readonly string[],
  heard: readonly Observation[],
  devices: readonly Device[],
): Device | undefined {
  const own = new Set(heard.filter(({ relayed }) => relayed !== true).map(({ id }) => id));
  const told = (device: Device) => device.observations.filter((id) => own.has(id)).length;
  const there = devices.filter(
    (device) =>
      told(device) > 0 && device.interfaces.some((row) => row.addresses.some((address) => addresses.includes(address))),
  );
  return there.sort((a, b) => told(b) - told(a))[0];
}

function inspectedPorts(
  heard: readonly Observation[],
  asked: readonly Attempt[],
  standardPort: FindPlan['policy']['standardPort'],
): readonly InspectedPort[] {
  return portsOf(heard, asked).map((port) => {
    const { address, port: number, transport } = port.endpoint;
    const standard = standardPort(address, number);
    const spoken = heard.filter(({ from }) => sameEndpoint(from, port.endpoint)).map(({ id }) => id);
    const observations = [...new Set([...port.evidence, ...spoken])];
    const attempts = asked.filter(({ target }) => sameEndpoint(target, port.endpoint)).map(idOfAttempt);
    return {
      ...port,
      // where nobody spoke, the attempt is what the state rests on
      evidence: observations.length > 0 ? observations : [...new Set(attempts)],
      standard,
      explanation: explainPort(standard, transport),
      told: whatItTold(port, heard, isPrintPort(standard, transport)),
    };
  });
}

function scenePort({ endpoint, standard, state, service, explanation, evidence }: InspectedPort) {
  const { transport } = endpoint;
  const usualThere = explanation?.world === 'printing';
  const row = { port: standard, transport, state, usualThere, prints: isPrintPort(standard, transport), evidence };
  return service === undefined ? row : { ...row, service };
}
