import type { Attributes } from '../formats/attribute-value.ts';

export type { Attributes, AttributeValue } from '../formats/attribute-value.ts';

export type AttachedKind = 'printer' | 'pos-printer' | 'scanner' | 'projector' | 'label-printer' | 'other';
export type DeviceCommand = 'identify' | 'restart' | 'print-test-page';

/** A device that hangs on this machine and has no network protocol of its own: a queue, a USB printer, a serial box. */
export interface AttachedDevice {
  /** The same device has the same key in every run: `cups:Office`, `usb:04b8:0202:X5ML012345`. */
  readonly key: string;
  readonly kind: AttachedKind;
  readonly attributes: Attributes;
  /** The attributes that its owner lets us set, and what it can be told to do. */
  readonly settable: readonly string[];
  readonly commands: readonly DeviceCommand[];
}

/** What came of a change or a command. `refused` is the device's word, `failed` ours. */
export type CarriedOut =
  | { readonly is: 'done' }
  | { readonly is: 'refused'; readonly why: string }
  | { readonly is: 'busy'; readonly retryAfterSeconds: number }
  | { readonly is: 'failed'; readonly why: string };

/** Where attached devices come from: a print server, the USB tree, a list in a file, recordings. */
export interface AttachedSource {
  readonly id: string;
  /** All its devices as they are now. Throws a `Fault` where the source cannot be read; it is then tried again. */
  read(signal: AbortSignal): Promise<readonly AttachedDevice[]>;
  /** Sets attributes; null removes one. All or none of them. */
  set(key: string, changes: Attributes, signal: AbortSignal): Promise<CarriedOut>;
  command(key: string, command: DeviceCommand, attributes: Attributes, signal: AbortSignal): Promise<CarriedOut>;
}
