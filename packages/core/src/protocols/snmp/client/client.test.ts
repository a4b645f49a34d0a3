import { expect, test } from 'vitest';
import { systemCryptography } from '../../../../../../tests/support/cryptography.ts';
import { encodeText } from '../../../bytes/text.ts';
import type { Clock } from '../../../contracts/clock.ts';
import type { DatagramLine } from '../../../contracts/datagram-line.ts';
import { decodeSnmpMessage, encodeSnmpMessage, type SnmpMessage, type SnmpPdu } from '../../../formats/snmp-message.ts';
import { SnmpClient } from './client.ts';

test('an agent of version 1 alone is read and written in version 1', async () => {
  const { client, seen } = agent((message) => (message.version === 0 ? answer(message) : undefined));
  expect(await client.read()).toEqual({
    is: 'read',
    values: { sysName: 'text', sysLocation: 'text', sysContact: 'text' },
  });
  expect(await client.write({ sysName: 'till' })).toEqual({ is: 'done' });
  // version 2c met with silence, twice
  expect(seen).toEqual(['2c GetRequest', '2c GetRequest', '1 GetRequest', '1 SetRequest']);
});

test('an order that is met with silence goes out again with the same bytes, and may have been done', async () => {
  const { client, seen, sent } = agent((message) => (message.pdu.is === 'GetRequest' ? answer(message) : undefined));
  await client.read();
  expect(await client.write({ sysName: 'till' })).toEqual({ is: 'silent' });
  expect(seen).toEqual(['2c GetRequest', '2c SetRequest', '2c SetRequest']);
  expect(sent[2]).toEqual(sent[1]);
});

test('a refusal is told by its number, undoFailed as well', async () => {
  const { client } = agent((message) => answer(message, message.pdu.is === 'SetRequest' ? 15 : 0));
  await client.read();
  expect(await client.write({ sysName: 'till' })).toEqual({ is: 'refused', errorStatus: 15 });
});

test('the answer to another request is none', async () => {
  const { client } = agent((message) => answer(message, 0, 1));
  expect(await client.read()).toEqual({ is: 'silent' });
});

test('nothing is written before a read was answered, nor where nothing leaves', async () => {
  const deaf = agent(() => undefined);
  await deaf.client.read();
  deaf.seen.length = 0;
  expect(await deaf.client.write({ sysName: 'till' })).toEqual({ is: 'not-sent' });
  expect(deaf.seen).toEqual([]);
  expect(await agent('unplugged').client.read()).toEqual({ is: 'not-sent' });
});

/** A line to an agent that answers so, at once; silence takes no time. */
function agent(answering: 'unplugged' | ((message: SnmpMessage) => Uint8Array | undefined)) {
  const seen: string[] = [];
  const sent: Uint8Array[] = [];
  let hear: (bytes: Uint8Array) => void = () => undefined;
  const line: DatagramLine = {
    send: async (bytes) => {
      if (answering === 'unplugged') return false;
      const { value } = decodeSnmpMessage(bytes) as { value: SnmpMessage };
      seen.push(`${value.version === 0 ? '1' : '2c'} ${value.pdu.is}`);
      sent.push(bytes);
      const answered = answering(value);
      if (answered !== undefined) hear(answered);
      return true;
    },
    listen: (listener) => {
      hear = listener;
    },
    close: () => undefined,
  };
  const clock: Clock = {
    now: () => 0,
    monotonic: () => 0,
    sleep: async () => undefined,
    timeout: () => new AbortController().signal,
  };
  let turn = 0;
  const dice = { bytes: (count: number) => new Uint8Array(count).fill(++turn) };
  const { signal } = new AbortController();
  const world = { clock, dice, cryptography: systemCryptography, signal, waitMs: 10, tries: 2 };
  return { client: new SnmpClient(line, { for: 'snmp-community', community: 'care' }, world), seen, sent };
}

function answer({ version, community, pdu }: SnmpMessage, errorStatus = 0, off = 0): Uint8Array {
  if (!('varbinds' in pdu) || !('errorStatus' in pdu)) throw new Error('no request');
  const value = { type: 'OctetString', value: encodeText('text') } as const;
  const varbinds = pdu.varbinds.map(({ oid }) => ({ oid, value }));
  const response: SnmpPdu = { is: 'Response', requestId: pdu.requestId + off, errorStatus, errorIndex: 0, varbinds };
  return encodeSnmpMessage({ version, community, pdu: response });
}
