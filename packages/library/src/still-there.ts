import { type Device, Fault, fuse, type LedgerRow } from '@quietport/core';
import type { House } from './house.ts';
import { type InspectRequest, planInspect } from './inspect.ts';
import { remember } from './inventory.ts';
import { runPlan } from './run.ts';

/**
 * Reads again who is at that address, by the protocols that told of the device before, and throws unless it is still that
 * device: `device/another-there` where a key or the model differs, `device/unproven` where nothing tells. Gives what was
 * sent for it.
 */
export async function demandStillThere(
  device: Device,
  address: string,
  how: Omit<InspectRequest, 'host'>,
  house: House,
  signal: AbortSignal,
): Promise<readonly LedgerRow[]> {
  const methods = await tellersOf(device, house);
  if (methods.length === 0) throw new Fault('device/unproven', { id: device.id, address });
  const plan = await planInspect({ ...how, host: address, methods }, house, signal);
  const { observations, attempts, ledger } = await runPlan(plan, house, signal);
  await remember(house.store, observations, attempts);
  const heard = observations.filter(({ from }) => from.address === address);
  const there = fuse(heard, [], []).devices;
  const compared = there.map((now) => compareIdentity(device, now));
  const differs = compared.find((one) => typeof one === 'object');
  if (differs !== undefined) throw new Fault('device/another-there', { id: device.id, address, ...differs });
  if (!compared.includes('same')) throw new Fault('device/unproven', { id: device.id, address });
  return ledger.rows();
}

/** What says that it is another one; `unproven` where nothing says anything. */
type Compared = 'same' | 'unproven' | { readonly what: string; readonly before: string; readonly now: string };

/** By the keys that both tell. A device without any is known by its model, and one without a model by its kind. */
export function compareIdentity(before: Device, now: Device): Compared {
  let agreed = false;
  for (const [what, ours, theirs] of [
    ['the serial', textsOf(before.facts.serial?.value), textsOf(now.facts.serial?.value)],
    ['the UUID', textsOf(before.facts.uuid?.value), textsOf(now.facts.uuid?.value)],
    ['the MAC', macsOf(before), macsOf(now)],
  ] as const) {
    if (ours.length === 0 || theirs.length === 0) continue;
    if (!ours.some((one) => theirs.includes(one))) return { what, before: ours.join(', '), now: theirs.join(', ') };
    agreed = true;
  }
  if (agreed) return 'same';
  if (!before.provisional) return 'unproven';
  const [ours, theirs] = [before.facts.model?.value, now.facts.model?.value];
  if (ours === undefined) return now.kind === before.kind ? 'same' : 'unproven';
  if (theirs === undefined) return 'unproven';
  return comparable(ours) === comparable(theirs) ? 'same' : { what: 'the model', before: ours, now: theirs };
}

/** The rooms by which the device was heard, as far as they ask hosts. Those that only recall tell nothing of it. */
async function tellersOf({ observations }: Device, { store, catalogue }: House): Promise<readonly string[]> {
  const own = new Set(observations);
  const heard = new Set(
    (await store.observations.all()).filter(({ id }) => own.has(id)).map(({ protocol }) => protocol),
  );
  const asking = catalogue.filter(({ probes }) =>
    probes.some((probe) => probe.reach === 'host' && probe.afterwards !== true && probe.onRequest !== true),
  );
  return asking.map(({ id }) => id).filter((id) => heard.has(id));
}

function textsOf(value: string | undefined): readonly string[] {
  return value === undefined ? [] : [comparable(value)];
}

function macsOf({ interfaces }: Device): readonly string[] {
  return interfaces.flatMap(({ mac }) => (mac === undefined ? [] : [mac]));
}

function comparable(text: string): string {
  return text.toLowerCase().replace(/\s+/g, '');
}
