import type { Announcing } from '../announce/announce.ts';

/** `quietport/announce@1`: what a server serves, and where, when it has begun. */
export function announceDocument(server: Announcing): object {
  const { port, bootId, devices, interfaces, secure, passedOver, gaps } = server;
  return {
    schema: 'quietport/announce@1',
    profile: 'NCDP/2 open profile',
    port,
    bootId,
    interfaces: interfaces.map(({ name, addresses }) => ({ name, addresses: addresses.map(({ address }) => address) })),
    tls:
      secure === undefined
        ? null
        : { fingerprint: secure.fingerprint, tokenFile: secure.tokenPath, auditLog: secure.auditPath },
    passedOver: passedOver ?? null,
    gaps,
    devices: servedRows(server),
    leftOut: devices.leftOut,
  };
}

/** Each served device as one row. */
export function servedRows({ devices }: Pick<Announcing, 'devices'>): readonly ServedRow[] {
  return devices.list.map((device) => {
    const told = devices.read(device, 'identity');
    const { key, type, number, uuid, revision } = device;
    const text = (name: string) => (typeof told[name] === 'string' ? told[name] : null);
    return {
      device: `${hex(type)}/${hex(number)}`,
      key,
      uuid,
      revision,
      makeAndModel: text('printer-make-and-model'),
      name: text('printer-name'),
      serial: text('printer-serial-number'),
    };
  });
}

export interface ServedRow {
  /** Type and number, hex. */
  readonly device: string;
  readonly key: string;
  readonly uuid: string;
  readonly revision: number;
  readonly makeAndModel: string | null;
  readonly name: string | null;
  readonly serial: string | null;
}

function hex(byte: number): string {
  return byte.toString(16).toUpperCase().padStart(2, '0');
}
