import { basename } from 'node:path';
import { type AttachedDevice, type Cryptography, encodeText, formatHex } from '@quietport/core';
import { type Recording, recordingDocument } from '../../recording/recording.ts';
import { attachedKindOf, deviceAttributes } from './device-attributes.ts';
import { deviceUuid } from './device-uuid.ts';
import type { ReadSource } from './own-values.ts';
import { deviceInRecording } from './recorded-device.ts';

export interface NamedRecording {
  /** The file, for messages and for the label. */
  readonly name: string;
  readonly recording: Recording;
}

/**
 * Virtual devices, each with the facts and readings of its recording as they were then, and labelled as virtual. They are
 * made once. Throws `file/no-recording`.
 */
export function recordedSource(recordings: readonly NamedRecording[], cryptography: Cryptography): ReadSource {
  let made: readonly AttachedDevice[] | undefined;
  return {
    id: 'recordings',
    read: async (signal) => {
      if (made !== undefined) return made;
      const devices: AttachedDevice[] = [];
      // one after the other: each look takes the whole processor for a moment
      for (const row of recordings) devices.push(await virtualDevice(row, cryptography, signal));
      signal.throwIfAborted();
      made = devices;
      return devices;
    },
  };
}

async function virtualDevice(
  { name, recording }: NamedRecording,
  cryptography: Cryptography,
  signal: AbortSignal,
): Promise<AttachedDevice> {
  const device = await deviceInRecording(recording, name, cryptography, signal);
  const attributes = deviceAttributes(device);
  const content = cryptography.hash('sha256', encodeText(JSON.stringify(recordingDocument(recording))));
  // the same device recorded anew keeps what was set of it
  const key = `recording:${device.facts.uuid?.value ?? device.facts.serial?.value ?? formatHex(content)}`;
  return {
    key,
    kind: attachedKindOf(device.kind),
    attributes: {
      'printer-uuid': deviceUuid(cryptography, '', key),
      ...attributes,
      // finders show it as the name: nobody is to look for this device in the house
      'printer-info': `${device.facts.name?.value ?? ''} (virtual: made of ${basename(name)})`.trim(),
    },
    settable: [],
    commands: [],
  };
}
