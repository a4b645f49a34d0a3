import type { PortState } from '../../model/device.ts';
import type { Exposure, OwnerKind } from '../../model/listener.ts';

/** Who holds the number on this machine, as the rules see it. */
export interface PortOwner {
  readonly kind: OwnerKind;
  /** The owner is the program that the number is known for (sshd on 22). */
  readonly fits: boolean;
  readonly exposure: Exposure | null;
  /** What it rests on: sockets, files, packages. */
  readonly evidence: readonly string[];
}

/** A device of the network at the same number. */
export interface PortDevice {
  readonly state: PortState;
  /** Anything that speaks for Epson: a protocol, an SNMP object id, an address. */
  readonly epson: boolean;
  /** `images`: it scans or projects, so that no number of it makes paper. `null` where nothing says what it is. */
  readonly does: 'prints' | 'images' | 'other' | null;
  readonly evidence: readonly string[];
}

/** One number and all that is known around it. */
export interface PortScene {
  /** What is sent there becomes paper, on a device that prints: by number and transport. */
  readonly prints: boolean;
  /** Registered by Epson, by whatever column the registry shows it. */
  readonly epsonNumber: boolean;
  /** Somebody published what it is for. */
  readonly published: boolean;
  /** Where the number is at home in practice; both may be true (9100). */
  readonly usual: { readonly printing: boolean; readonly general: boolean };
  /** `null`: nobody looked. Empty: nothing holds it. */
  readonly owners: readonly PortOwner[] | null;
  /** `null`: nobody asked. Empty: no device is known there. */
  readonly devices: readonly PortDevice[] | null;
}
