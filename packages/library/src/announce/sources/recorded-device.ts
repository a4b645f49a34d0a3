import { type Cryptography, catalogue, type Device, Fault } from '@quietport/core';
import { openMemoryStore } from '@quietport/node';
import { ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { recordedDevice } from '../../emulate.ts';
import { inspect } from '../../inspect.ts';
import type { Recording } from '../../recording/recording.ts';

/**
 * The device that a recording shows: made of it on a segment that is in memory alone, and looked at there as `inspect`
 * looks at a real one, so that the same codecs and the same fusion say what it is. Throws `file/no-recording` where
 * nobody answers.
 */
export async function deviceInRecording(
  recording: Recording,
  name: string,
  cryptography: Cryptography,
  signal: AbortSignal,
): Promise<Device> {
  const clock = new ManualClock({ start: recording.recordedAt });
  const lan = simulateLan({ clock, seed: 1, segments: { memory: { delayMs: 1 } } });
  const host = (address: string) =>
    lan.host({ name: address, interfaces: [{ segment: 'memory', addresses: [`${address}/24`] }] });
  const { network } = host(LOOKER);
  await serveDevice(host(THERE).network, recordedDevice(recording, THERE), catalogue, { clock, cryptography });
  const house = {
    ...{ network, clock, cryptography, catalogue },
    dice: seededDice(1),
    store: openMemoryStore(),
    host: 'memory',
    neighbourLimit: async () => MOST_NEIGHBOURS,
  };
  const { device } = await clock.runUntil(inspect({ host: THERE }, house, signal));
  if (device === undefined)
    throw new Fault('file/no-recording', { path: name, detail: 'nothing in it says what the device is' });
  return device;
}

const LOOKER = '10.0.0.1';
const THERE = '10.0.0.2';
const MOST_NEIGHBOURS = 1_000;
