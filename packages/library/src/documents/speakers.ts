import { formatHex } from '@quietport/core';
import type { Speaker } from '../observe/speakers.ts';
import { iso } from './device.ts';
import { hintRecord } from './observation.ts';

/** Who spoke on watched ports as `quietport/observations@1`. Hints are no facts; they name messages by numbers from 1. */
export function speakersDocument(speakers: readonly Speaker[]): object {
  return {
    schema: 'quietport/observations@1',
    speakers: speakers.map(({ device, address, port, transport, count, firstAt, lastAt, messages, hints }) => ({
      device: device?.id ?? null,
      address,
      port,
      transport,
      count,
      firstAt: iso(firstAt),
      lastAt: iso(lastAt),
      messages: messages.map(({ id, at, from, vantage, raw }, i) => ({
        number: i + 1,
        observation: id,
        at: iso(at),
        from: { address: from.address, port: from.port },
        interface: vantage.interface,
        length: raw.length,
        bytes: formatHex(raw),
      })),
      hints: hints.map(hintRecord),
    })),
  };
}
