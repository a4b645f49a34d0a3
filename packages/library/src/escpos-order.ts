import {
  actualPort,
  contains,
  type Device,
  Fault,
  type FleetScope,
  type LedgerRow,
  type Outcome,
  parseIp,
  type Refusal,
} from '@quietport/core';
import type { House } from './house.ts';
import { type InspectRequest, planInspect } from './inspect.ts';
import { remember } from './inventory.ts';
import { runPlan } from './run.ts';
import { demandStillThere } from './still-there.ts';

/** What came of asking one POS printer over its print port. */
export interface EscPosAsked {
  readonly address: string;
  readonly port: number;
  readonly outcome: Outcome;
  /** All that was sent, the reading of its identity before included. */
  readonly ledger: readonly LedgerRow[];
  readonly refused: readonly Refusal[];
}

/**
 * A person's order: asks one device, which the inventory knows as a POS printer, for its ESC/POS status over its print
 * port. Nothing is sent there before another protocol has told that it is still this device. Throws
 * `device/no-pos-printer`, `device/no-address`, `device/another-there` and `device/unproven`.
 */
export async function askEscPos(
  device: Device,
  how: Omit<InspectRequest, 'host'>,
  house: House,
  signal: AbortSignal,
): Promise<EscPosAsked> {
  const { id, kind, interfaces } = device;
  if (kind !== 'pos-printer') throw new Fault('device/no-pos-printer', { id, kind });
  const address = interfaces.flatMap((row) => row.addresses)[0];
  if (address === undefined) throw new Fault('device/no-address', { id });
  const room = house.catalogue.find(({ orders }) => orders?.some((order) => order.id === ORDER));
  if (room === undefined) throw new Fault('usage/no-such-protocol', { protocol: 'escpos', known: '-' });
  const before = await demandStillThere(device, address, how, house, signal);

  const plan = await planInspect({ ...how, host: address }, house, signal);
  const port = actualPort(how.fleet, isOf(how.fleet, address), PRINT_PORT);
  const permit = { for: 'escpos-status', probe: ORDER, address, port } as const;
  const { methods: _, ...order } = plan.order;
  const alone = { ...house, catalogue: [{ ...room, probes: room.orders ?? [] }] };
  const run = await runPlan({ ...plan, order, policy: { ...plan.policy, permit } }, alone, signal);
  await remember(house.store, run.observations, run.attempts);
  return {
    address,
    port,
    outcome: run.attempts.find(({ probe }) => probe === ORDER)?.outcome ?? 'silent',
    ledger: [...before, ...run.ledger.rows()],
    refused: run.ledger.refusals(),
  };
}

function isOf(fleet: FleetScope | undefined, address: string): boolean {
  const parsed = parseIp(address);
  return fleet !== undefined && parsed !== undefined && contains(fleet.prefix, parsed);
}

const ORDER = 'escpos.status';
const PRINT_PORT = 9100;
