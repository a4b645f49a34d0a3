import type { Ncdp2Frame } from '../codec.ts';
import type { Ncdp2Body } from '../codec-body.ts';
import { FUNCTION, VERSION } from '../codec-tables.ts';
import type { DeviceEvent, ServedDevices } from '../server/served-devices.ts';

/** What one connection wants to hear of: a place, FF for any, and the token that its notifications bear. */
export interface Subscription {
  readonly type: number;
  readonly number: number;
  readonly token: Uint8Array;
}

/** The subscriptions of one connection. The same place again takes the new token. */
export class Subscriptions {
  readonly #rows = new Map<string, Subscription>();

  get any(): boolean {
    return this.#rows.size > 0;
  }

  /** False where there are too many. */
  add(subscription: Subscription): boolean {
    const name = `${subscription.type} ${subscription.number}`;
    if (this.#rows.size >= MOST && !this.#rows.has(name)) return false;
    this.#rows.set(name, subscription);
    return true;
  }

  /** The notifications that an event is for this connection. */
  framesOf(event: DeviceEvent, devices: ServedDevices, maxAgeSeconds: number): readonly Ncdp2Frame[] {
    const { type, number } = event.device;
    return [...this.#rows.values()]
      .filter((row) => (row.type === ANY || row.type === type) && (row.number === ANY || row.number === number))
      .map(({ token }) => notification(event, token, devices, maxAgeSeconds));
  }
}

function notification(
  { is, device, names, values }: DeviceEvent,
  token: Uint8Array,
  devices: ServedDevices,
  maxAgeSeconds: number,
): Ncdp2Frame {
  const { type: deviceType, number: deviceNumber, revision, uuid } = device;
  const bodies: Readonly<Record<DeviceEvent['is'], () => [id: number, Ncdp2Body]>> = {
    arrived: () => [FUNCTION.arrive.id, { maxAgeSeconds, attributes: devices.read(device, 'short-identity') }],
    changed: () => [
      FUNCTION.change.id,
      { ...(maxAgeSeconds === USUAL_MAX_AGE ? {} : { maxAgeSeconds }), attributes: values, changes: names },
    ],
    left: () => [FUNCTION.leave.id, { attributes: { 'printer-uuid': uuid } }],
  };
  const [id, body] = bodies[is]();
  return {
    letter: 'N',
    deviceType,
    deviceNumber,
    function: id,
    result: 0,
    body: { token, version: VERSION, revision, bootId: devices.bootId, ...body },
  };
}

const ANY = 0xff;
const MOST = 1_000;
/** Where key 5 is absent. */
const USUAL_MAX_AGE = 1_800;
