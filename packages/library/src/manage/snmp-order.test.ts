import type { SnmpWritten } from '@quietport/core';
import { expect, test } from 'vitest';
import { orderWithSomeKey } from './snmp-order.ts';

const silent: SnmpWritten = { is: 'silent' };
const done: SnmpWritten = { is: 'done' };
const refused = (errorStatus: number): SnmpWritten => ({ is: 'refused', errorStatus });

test('a key that only reads hands over to the next one', async () => {
  expect(await ordered([refused(6), refused(2), done])).toEqual({ is: 'done', reads: 0, keys: 3 });
  expect(await ordered([{ is: 'closed', why: 'unknown user' }, done])).toEqual({ is: 'done', reads: 0, keys: 2 });
});

test('where each key only reads, or the value is none, nothing was changed and nothing is read back', async () => {
  expect(await ordered([refused(6), refused(16)])).toMatchObject({ is: 'refused', reads: 0, keys: 2 });
  expect(await ordered([refused(10), done])).toMatchObject({ is: 'refused', reads: 0, keys: 1 });
});

test('after silence, a refusal is believed only if the device has what it had before', async () => {
  expect(await ordered([silent, refused(10)], 'old')).toMatchObject({ is: 'refused', reads: 1 });
  expect(await ordered([silent, refused(10)], 'new')).toEqual({ is: 'done', reads: 1, keys: 2 });
  expect(await ordered([silent, refused(10)], 'other')).toMatchObject({ is: 'lost', reads: 1 });
  await expect(ordered([silent, refused(10)])).rejects.toThrow('nobody there');
});

test('silence to the last key is read back', async () => {
  expect(await ordered([silent], 'new')).toEqual({ is: 'done', reads: 1, keys: 1 });
  expect(await ordered([silent, refused(6)], 'old')).toMatchObject({ is: 'lost', reads: 1 });
});

test('an order that could not be taken back has left something behind, whoever asked', async () => {
  const detail = 'it could not carry the order out, nor take it back';
  expect(await ordered([refused(15), done])).toEqual({ is: 'lost', detail, reads: 0, keys: 1 });
  expect(await ordered([silent, refused(15)], 'old')).toMatchObject({ is: 'lost', detail });
});

test('what never left is not sent, unless an earlier order did', async () => {
  expect(await ordered([{ is: 'not-sent' }])).toMatchObject({ is: 'not-sent', reads: 0 });
  expect(await ordered([silent, { is: 'not-sent' }], 'old')).toMatchObject({ is: 'lost', reads: 1 });
});

async function ordered(answers: readonly SnmpWritten[], kept?: 'new' | 'old' | 'other') {
  let reads = 0;
  let keys = 0;
  const outcome = await orderWithSomeKey({
    write: async () => answers[keys++] ?? done,
    another: async () => keys < answers.length,
    keeps: async () => {
      reads++;
      if (kept === undefined) throw new Error('nobody there');
      return kept;
    },
  });
  return { ...outcome, reads, keys };
}
