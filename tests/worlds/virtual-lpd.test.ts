import { describe, expect, it } from 'vitest';
import type { Printed } from '../../packages/core/src/contracts/virtual-device.ts';
import { answers } from '../../packages/core/src/protocols/lpd/answers.ts';
import {
  encodeControlFile,
  encodeControlLines,
  encodeDataFile,
  encodeReceiveJob,
  jobFileNames,
} from '../../packages/core/src/protocols/lpd/codec.ts';
import { makeDevice } from '../../packages/virtual/src/fleet/make-device.ts';

const page = new TextEncoder().encode('%PDF-1.4\x00\nnot the end\x00');
const { control, data } = jobFileNames(7, 'desk');
const lines = encodeControlLines({ host: 'desk', user: 'ann', title: 'menu', data, copies: 1 });
const job = [
  encodeReceiveJob('lp'),
  ...[encodeControlFile(lines.length, control), Uint8Array.of(...lines, 0)],
  ...[encodeDataFile(page.length, data), Uint8Array.of(...page, 0)],
];

function daemon() {
  const printed: Printed[] = [];
  const [answering] = answers(
    makeDevice({
      ...{ id: 'desk', kind: 'printer', make: 'HP', model: 'L1', serial: 'S1', mac: '3c:52:82:00:00:01' },
      ...{ address: '192.0.2.9', speaks: ['lpd'], prints: (document) => printed.push(document) },
    }),
  );
  if (answering?.on !== 'tcp') throw new Error('no daemon');
  return { printed, connection: answering.open() };
}

describe('a virtual line printer daemon', () => {
  it('acknowledges each step, whatever it is cut into, and prints what came whole', () => {
    for (const size of [1, 5, 10_000]) {
      const { printed, connection } = daemon();
      const bytes = Uint8Array.from(job.flatMap((part) => [...part]));
      const said: number[] = [];
      for (let at = 0; at < bytes.length; at += size) {
        const replies = connection.take(bytes.subarray(at, at + size));
        if (replies !== 'close') said.push(...replies.flatMap((reply) => [...reply]));
      }
      expect(said).toEqual([0, 0, 0, 0, 0]);
      connection.closed?.();
      expect(printed).toEqual([
        {
          ...{ device: 'desk', way: 'lpd', job: 1, name: 'menu', user: 'ann' },
          ...{ format: 'application/octet-stream', bytes: page },
        },
      ]);
    }
  });

  it('prints no half, and nothing that was taken back', () => {
    const half = daemon();
    for (const part of job.slice(0, 4)) half.connection.take(part);
    half.connection.take(page);
    half.connection.closed?.();
    const back = daemon();
    for (const part of job) back.connection.take(part);
    back.connection.take(Uint8Array.of(1, 10));
    back.connection.closed?.();
    expect([...half.printed, ...back.printed]).toEqual([]);
  });

  it('says that nothing waits, refuses what it does not know, and lets go of a line without end', () => {
    const { connection } = daemon();
    expect(connection.take(Uint8Array.of(3, 0x6c, 0x70, 10))).toEqual([new TextEncoder().encode('no entries\n')]);
    expect(connection.take(Uint8Array.of(9, 10))).toEqual([Uint8Array.of(1)]);
    expect(connection.take(new Uint8Array(2000).fill(65))).toBe('close');
  });
});
