import { expect, test } from 'vitest';
import { encodeText } from '../../bytes/text.ts';
import { decodeSnmpMessage, encodeSnmpMessage } from '../../formats/snmp-message.ts';
import type { SnmpValue, Varbind } from '../../formats/snmp-varbind.ts';
import { claimsOfRows } from './claims.ts';
import { hasForeignText } from './claims-readings.ts';
import { readAgain } from './poll-answer.ts';
import { planFor } from './poll-plan.ts';
import { cellsOf, type PollQuestion } from './poll-question.ts';
import { shapeOf } from './poll-shape.ts';

const ID = 0x4000_0001;

test('a row that was read before is the very same claim, and one that changed is another', () => {
  const [before, same, now] = [answer(40), answer(40), answer(41)].map((bytes) => readAgain(question, bytes, ID)!);
  expect(before!.claims.filter(({ is }) => is === 'supply')).toHaveLength(2);
  expect(same!.claims).toEqual(before!.claims);
  const [first, second] = supplies(before!.claims);
  expect(supplies(same!.claims)[0]).toBe(first);
  expect(supplies(now!.claims)[0]).toMatchObject({ row: '1.1', level: { ratio: 0.41 } });
  expect(supplies(now!.claims)[1]).toBe(second);
});

test('an answer with another id, an error, a password or too little in it is left to be decoded as a whole', () => {
  expect(readAgain(question, answer(40), ID + 1)).toBeUndefined();
  for (const other of [{ errorStatus: 5 }, { is: 'Report' as const }, { varbinds: varbinds(40).slice(1) }])
    expect(readAgain(question, encode({ ...response(40), ...other }), ID)).toBeUndefined();
  expect(readAgain(question, encode(response(40), 'secret'), ID)).toBeUndefined();
});

test('whatever octet is damaged, it is read as the whole packet would be, or not at all', () => {
  const good = answer(40);
  let read = 0;
  for (let at = 0; at < good.length; at++)
    for (const flip of [0x01, 0x80, 0xff]) {
      const bytes = good.slice();
      bytes[at]! ^= flip;
      // once as it comes, and once from memory
      for (let time = 0; time < 2; time++) {
        const again = readAgain(question, bytes, ID);
        if (again === undefined) continue;
        read++;
        expect([at, flip, again]).toEqual([at, flip, readWhole(bytes)]);
      }
    }
  expect(read).toBeGreaterThan(100);
  for (let length = 0; length < good.length; length++)
    expect(readAgain(question, good.subarray(0, length), ID)).toBeUndefined();
});

/** By way of all varbinds of the packet. */
function readWhole(bytes: Uint8Array) {
  const decoded = decodeSnmpMessage(bytes, question.names);
  if (!decoded.ok || decoded.value.pdu.is !== 'Response' || decoded.value.pdu.requestId !== ID) return undefined;
  const cells = cellsOf(question, decoded.value.pdu.varbinds);
  if (cells === undefined) return undefined;
  const { rows, moved } = cells;
  const claims = claimsOfRows(rows, undefined, question.tells);
  return { moved, foreign: hasForeignText(rows), some: rows.length > 0, claims };
}

function supplies(claims: readonly { readonly is: string }[]) {
  return claims.filter(({ is }) => is === 'supply');
}

function varbinds(level: number): Varbind[] {
  const supply = (column: number, row: number, value: SnmpValue): Varbind => ({
    oid: `1.3.6.1.2.1.43.11.1.1.${column}.1.${row}`,
    value,
  });
  const rows = [1, 2].flatMap((row) => [
    supply(6, row, { type: 'OctetString', value: encodeText(`Ink ${row}`) }),
    supply(8, row, { type: 'Integer32', value: 100 }),
    supply(9, row, { type: 'Integer32', value: row === 1 ? level : 50 }),
  ]);
  const others = ['43.11.1.1.8.1.1', '43.13.4.1.2.1.1', '43.8.2.2.1.1', '43.18.2.0'];
  return [
    ...rows,
    ...others.map((oid) => ({ oid: `1.3.6.1.2.1.${oid}`, value: { type: 'Null', value: null } as const })),
  ];
}

function response(level: number) {
  return { is: 'Response' as const, requestId: ID, errorStatus: 0, errorIndex: 0, varbinds: varbinds(level) };
}

function encode(pdu: Parameters<typeof encodeSnmpMessage>[0]['pdu'], community = 'public'): Uint8Array {
  return encodeSnmpMessage({ version: 1, community: encodeText(community), pdu });
}

function answer(level: number): Uint8Array {
  return encode({ ...response(level), varbinds: varbinds(level).slice(0, question.names.length) });
}

function planned(): PollQuestion {
  const serial: Varbind = {
    oid: '1.3.6.1.2.1.43.5.1.1.17.1',
    value: { type: 'OctetString', value: encodeText('X3B8000001') },
  };
  const known = shapeOf([encode({ ...response(40), varbinds: [serial, ...varbinds(40).slice(0, 6)] })])!;
  return planFor(known.shape, 'public')!.tables[0]!;
}

const question = planned();
