import {
  type Correction,
  type Device,
  type Field,
  type KeptRecord,
  type Observation,
  PERSON,
  type Store,
} from '@quietport/core';

/** Every correction that holds, in the order in which they were said. */
export async function correctionsOf(store: Pick<Store, 'records'>): Promise<readonly Correction[]> {
  const rows = await store.records.list(KIND, { most: Number.MAX_SAFE_INTEGER });
  return rows.map(toCorrection).reverse();
}

/** Those that hold of one device, in that order: by any id that it had, and a split for who is heard at that address. */
export async function correctionsOn(device: Device, store: Pick<Store, 'records'>): Promise<readonly Correction[]> {
  const ids: readonly string[] = [device.id, ...device.aliases];
  const reached = device.interfaces.flatMap(({ addresses }) => addresses);
  return (await correctionsOf(store)).filter((one) => {
    if (one.is === 'merge') return one.devices.some((id) => ids.includes(id));
    return ids.includes(one.device) || (one.is === 'split' && reached.includes(one.address));
  });
}

export async function correctionCalled(store: Pick<Store, 'records'>, id: string): Promise<Correction | undefined> {
  const row = await store.records.get(KIND, id);
  return row === undefined ? undefined : toCorrection(row);
}

export async function keepCorrection(store: Pick<Store, 'records'>, correction: Correction): Promise<void> {
  const { id, at, ...value } = correction;
  await store.records.put([{ kind: KIND, id, at, value }]);
}

export async function dropCorrections(store: Pick<Store, 'records'>, ids: readonly string[]): Promise<void> {
  await store.records.remove(KIND, ids);
}

/** A person's word as evidence, so that it can be followed back as a packet can. `undefined` for any other id. */
export async function spokenEvidence(store: Pick<Store, 'records'>, id: string): Promise<Observation | undefined> {
  if (!id.startsWith(`${PERSON}:`)) return undefined;
  const correction = await correctionCalled(store, id.slice(PERSON.length + 1));
  if (correction?.is !== 'name') return undefined;
  return {
    id,
    at: correction.at,
    vantage: { host: 'inventory', interface: 'none' },
    from: { address: 'none', port: 0, transport: 'tcp' },
    protocol: PERSON,
    claims: [],
    raw: new TextEncoder().encode(correction.name),
  };
}

/** All of it is the name. */
export function spokenFields({ raw }: Observation): readonly Field[] {
  const text = new TextDecoder().decode(raw);
  return [{ path: 'name', offset: 0, length: raw.length, text, confidence: 'spec' }];
}

/** `keepCorrection` wrote it. */
function toCorrection({ id, at, value }: KeptRecord): Correction {
  return { id, at, ...value } as Correction;
}

const KIND = 'correction';
