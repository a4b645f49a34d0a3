import type { AttachedDevice, AttachedKind, Attributes, Cryptography } from '@quietport/core';
import { type PortFile, portFile } from '@quietport/node';
import { deviceUuid } from './device-uuid.ts';
import type { ReadSource } from './own-values.ts';

/** A device that a person wrote into a list: it hangs on a serial or parallel port, and nobody else can tell of it. */
export interface ListedDevice {
  /** Its name in the list, the same in every run. */
  readonly key: string;
  readonly kind: AttachedKind;
  readonly makeAndModel: string;
  readonly name?: string;
  readonly serial?: string;
  /** With or without `urn:uuid:`; made of this machine's id and the key where absent. */
  readonly uuid?: string;
  readonly location?: string;
  readonly info?: string;
  readonly geoLocation?: string;
  /** `/dev/ttyS0`, `/dev/lp0` */
  readonly port?: string;
  /** Other ways to the same device: `socket://192.0.2.9` */
  readonly uris?: readonly string[];
}

export interface ListedWish {
  readonly cryptography: Cryptography;
  readonly machine: string;
  /** Looks at a port without opening it. */
  readonly portFile?: (path: string) => Promise<PortFile>;
}

/**
 * The devices of a list. Nothing is ever sent to a port, and none is opened: of the state it is only told where the port
 * itself is not there.
 */
export function listedSource(devices: readonly ListedDevice[], wish: ListedWish): ReadSource {
  return { id: 'devices', read: () => Promise.all(devices.map((device) => listedDevice(device, wish))) };
}

async function listedDevice(device: ListedDevice, wish: ListedWish): Promise<AttachedDevice> {
  const key = `device:${device.key}`;
  const found = device.port === undefined ? 'device' : await (wish.portFile ?? portFile)(device.port);
  const attributes: Attributes = {
    'printer-make-and-model': device.makeAndModel,
    'printer-name': device.name ?? device.key,
    'printer-uuid': device.uuid === undefined ? deviceUuid(wish.cryptography, wish.machine, key) : urn(device.uuid),
    ...some('printer-serial-number', device.serial),
    ...some('printer-location', device.location),
    ...some('printer-info', device.info),
    ...some('printer-geo-location', device.geoLocation),
    ...some('ncdp-uris', device.uris),
    ...stateOf(device.port ?? '', found),
  };
  return { key, kind: device.kind, attributes, settable: [], commands: [] };
}

/** RFC 8011, sections 5.4.11 to 5.4.13: 5 is stopped. A port that is there says nothing of what hangs on it. */
function stateOf(port: string, found: PortFile): Attributes {
  if (found === 'device') return {};
  const why = found === 'missing' ? `There is no port ${port} on this machine.` : `${port} is no port.`;
  return { 'printer-state': 5, 'printer-state-reasons': ['other-error'], 'printer-state-message': why };
}

function urn(uuid: string): string {
  return `urn:uuid:${uuid.toLowerCase().replace(/^urn:uuid:/, '')}`;
}

function some(name: string, value: string | readonly string[] | undefined): Attributes {
  return value === undefined ? {} : { [name]: value };
}
