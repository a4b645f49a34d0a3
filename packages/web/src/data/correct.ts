import { ask } from './ask.ts';
import { patchFleet } from './fleet.ts';
import { forget } from './query.ts';

/** A person's name for a device; empty takes it away. What the device calls itself stays in the proof. */
export async function rename(id: string, name: string): Promise<void> {
  const { devices } = await ask('POST /api/v1/devices/{id}/name', { params: { id }, body: { name } });
  show(devices);
}

/** These are one device: the first keeps its id, under which the others are found, too. */
export async function merge(id: string, others: readonly string[]): Promise<void> {
  const { devices } = await ask('POST /api/v1/devices/{id}/merge', { params: { id }, body: { others: [...others] } });
  show(devices, others);
}

/** What is heard at that address is another device. */
export async function split(id: string, address: string): Promise<void> {
  const { devices } = await ask('POST /api/v1/devices/{id}/split', { params: { id }, body: { address } });
  show(devices);
}

/** Takes back what somebody said, by the id that it has. */
export async function undo(correction: string): Promise<void> {
  const { devices } = await ask('DELETE /api/v1/corrections/{correction}', { params: { correction } });
  show(devices);
}

/** Keeps devices out of lists and alerts, or takes them back in, one after the other. */
export async function ignore(ids: readonly string[], ignored: boolean): Promise<void> {
  for (const id of ids) {
    const { devices } = await ask('POST /api/v1/devices/{id}/ignore', { params: { id }, body: { ignored } });
    show(devices);
  }
}

function show(devices: Parameters<typeof patchFleet>[0], gone: readonly string[] = []): void {
  patchFleet(devices, gone);
  forget('GET /api/v1/devices/{id}/corrections');
}
