import type { Device, LedgerRow, Vault } from '@quietport/core';
import type { House } from '../house.ts';
import type { InspectRequest } from '../inspect.ts';

/**
 * What can be set of a device. IPP calls them printer-name, printer-location, printer-info, printer-geo-location; SNMP
 * sysName, sysLocation, sysContact.
 */
export const properties = ['name', 'location', 'info', 'geo-location', 'contact'] as const;
export type Property = (typeof properties)[number];

/** Null for none: as a wish, it removes. */
export type PropertyValues = Readonly<Partial<Record<Property, string | null>>>;

export interface PropertyChange {
  readonly property: Property;
  readonly from: string | null;
  readonly to: string | null;
}

export const identifyActions = ['display', 'flash', 'sound', 'speak'] as const;
export type IdentifyAction = (typeof identifyActions)[number];

/** What managing works with. */
export interface ManageWorld {
  readonly house: House;
  readonly vault: Vault;
  /** What a person said of the asking: interfaces, exclusions, own public addresses. */
  readonly how: Omit<InspectRequest, 'host'>;
  readonly signal: AbortSignal;
  /** Takes what was sent to a device, when its door is closed again. */
  readonly sent?: (address: string, rows: readonly LedgerRow[]) => void;
}

/** What a door is opened for: a protocol that cannot do it stands back. */
export interface ManageWish {
  /** What is to be set; to show itself where absent. */
  readonly properties?: readonly Property[];
  /** The only protocol that will do: a plan is carried out, and taken back, the way it was made. */
  readonly protocol?: string;
}

/** A protocol by which devices can be changed. */
export interface Writer {
  readonly protocol: string;
  /** What the protocol has words for. */
  readonly properties: readonly Property[];
  /**
   * Opens a way to the device, logged in, after it has proved to be that one. `undefined` where it never spoke this
   * protocol. Throws `manage/…`, `credentials/…`, `device/…` and `scope/…`; `manage/refused` where it cannot do what is
   * wished, and says why.
   */
  open(device: Device, world: ManageWorld, wish: ManageWish): Promise<OpenDevice | undefined>;
}

/** One device with its door open. Close it. */
export interface OpenDevice {
  readonly protocol: string;
  readonly address: string;
  /** Reads who is there and what is set. Throws `manage/another-there` where it is another device. */
  read(): Promise<Readonly<Record<Property, string | null>>>;
  /** Throws `manage/refused` where the device would not take these changes; changes nothing. */
  check(changes: readonly PropertyChange[]): Promise<void>;
  /**
   * Changes all of them or none, as long as nobody has changed anything since the last `read`, and reads them back.
   * Throws `manage/changed-meanwhile`, `manage/refused`, `manage/busy` (nothing was changed), `manage/not-kept` and
   * `manage/lost` (something may have been).
   */
  write(changes: readonly PropertyChange[]): Promise<void>;
  /** Makes the device show itself. Throws as `write` does. */
  identify(actions: readonly IdentifyAction[]): Promise<void>;
  /** What was sent. */
  ledger(): readonly LedgerRow[];
  close(): void;
}
