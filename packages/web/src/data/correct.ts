import { ask } from './ask.ts';
import { patchFleet } from './fleet.ts';

/** A person's name for a device; empty takes it away. What the device calls itself stays in the proof. */
export async function rename(id: string, name: string): Promise<void> {
  const { devices } = await ask('POST /api/v1/devices/{id}/name', { params: { id }, body: { name } });
  patchFleet(devices, []);
}

/** Keeps devices out of lists and alerts, or takes them back in, one after the other. */
export async function ignore(ids: readonly string[], ignored: boolean): Promise<void> {
  for (const id of ids) {
    const { devices } = await ask('POST /api/v1/devices/{id}/ignore', { params: { id }, body: { ignored } });
    patchFleet(devices, []);
  }
}
