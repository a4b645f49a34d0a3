import { describe, expect, test } from 'vitest';
import { perform } from '../../../../../tests/support/perform.ts';
import type { Answer, Conversation, Effect } from '../../contracts/conversation.ts';
import { isWithin } from '../../formats/oid.ts';
import {
  decodeSnmpMessage,
  encodeSnmpMessage,
  type SnmpMessage,
  type SnmpRequestPdu,
} from '../../formats/snmp-message.ts';
import type { Varbind } from '../../formats/snmp-varbind.ts';
import type { Claim } from '../../model/claim.ts';
import { agentAnswer } from './agent.ts';
import { openSession, type Session } from './ask.ts';
import { mibTree } from './mib-tree.ts';
import { oidOf } from './object-names.ts';
import { askReadings } from './readings.ts';
import { parseRecording } from './recording.ts';
import { walkRows } from './walk-rows.ts';

const SUPPLIES = '1.3.6.1.2.1.43.11.1.1';
const columns = [
  oidOf('prtMarkerSuppliesDescription'),
  oidOf('prtMarkerSuppliesType'),
  oidOf('prtMarkerSuppliesMaxCapacity'),
  oidOf('prtMarkerSuppliesLevel'),
];

describe('supplies row by row', () => {
  for (const version of [0, 1] as const) {
    test(`a column with gaps leaves the other rows whole (version ${version})`, () => {
      const rows = [1, 2, 3, 4, 5, 6, 7].flatMap((row) => [
        `${SUPPLIES}.6.1.${row}|4|Toner ${row}`,
        ...(row % 3 === 0 ? [] : [`${SUPPLIES}.5.1.${row}|2|3`]),
        `${SUPPLIES}.8.1.${row}|2|100`,
        `${SUPPLIES}.9.1.${row}|2|${row}`,
      ]);
      expect(lastTold(told(rows, version))).toEqual(
        [1, 2, 3, 4, 5, 6, 7].map((row) => [`1.${row}`, `Toner ${row}`, 'toner', { level: row, max: 100 }]),
      );
    });

    test(`what stands behind the table is no supply (version ${version})`, () => {
      const rows = [`${SUPPLIES}.6.1.1|4|Toner`, `${SUPPLIES}.9.1.1|2|-3`, '1.3.6.1.2.1.43.12.1.1.4.1.1|4|black'];
      expect(lastTold(told(rows, version))).toEqual([['1.1', 'Toner', 'toner', { level: -3 }]]);
    });
  }

  test('a row of two arcs beyond 39 follows the one before', () => {
    const rows = [38, 39, 40, 41, 120].flatMap((row) => [
      `${SUPPLIES}.6.1.${row}|4|Part ${row}`,
      `${SUPPLIES}.9.1.${row}|2|5`,
    ]);
    expect(lastTold(told(rows, 1)).map(([row]) => row)).toEqual(['1.38', '1.39', '1.40', '1.41', '1.120']);
  });

  test('an agent that never ends is left at the limit of rows', () => {
    const { sent } = walked((varbind, step) => ({ ...varbind, oid: `${columnOf(varbind.oid)}.1.${step + 1}` }));
    expect(sent).toBeLessThanOrEqual(60);
  });

  test('an agent that goes in circles is left at once', () => {
    const { sent } = walked((varbind) => ({ ...varbind, oid: `${columnOf(varbind.oid)}.1.1` }));
    expect(sent).toBe(2);
  });
});

describe('names in other character sets', () => {
  const names = (hex: string, ...more: readonly string[]) => {
    const tree = mibTree(
      parseRecording(
        [`${SUPPLIES}.6.1.1|4x|${hex}`, `${SUPPLIES}.9.1.1|2|50`, `${SUPPLIES}.8.1.1|2|100`, ...more].join('\n'),
      ),
    );
    const { claims, sent } = performed(
      1,
      (bytes) => agentAnswer((community) => (community === 'public' ? tree : undefined), bytes),
      askReadings,
    );
    return { name: lastTold(claims)[0]?.[1], sent };
  };
  const localized = (row: number, charset: number) => [
    `1.3.6.1.2.1.43.5.1.1.2.1|2|${row}`,
    `1.3.6.1.2.1.43.7.1.1.4.1.${row}|2|${charset}`,
  ];

  test('are read in the set that the printer names, by the row of the localization that it uses', () => {
    expect(names('83678369815b', ...localized(2, 17)).name).toBe('トナー');
    expect(names('ae6c7574fd', ...localized(1, 5)).name).toBe('Žlutý');
  });

  test('cost nobody a question whose names are UTF-8, whatever set is announced', () => {
    const plain = names('546f6e6572', ...localized(1, 17));
    const chinese = names('e9bb91e889b2', ...localized(1, 2004));
    expect([plain.name, chinese.name, chinese.sent - plain.sent]).toEqual(['Toner', '黑色', 0]);
  });

  test('stay readable where the printer names no set', () => {
    expect(names('5363687761727afc').name).toBe('Schwarzü');
  });
});

const columnOf = (oid: string) => columns.find((column) => isWithin(column, oid))!;

function told(rows: readonly string[], version: 0 | 1): readonly Claim[] {
  const tree = mibTree(parseRecording(rows.join('\n')));
  const { claims } = performed(version, (bytes) =>
    agentAnswer((community) => (community === 'public' ? tree : undefined), bytes),
  );
  return claims;
}

/** The newest telling of each row: name, kind, numbers. */
function lastTold(claims: readonly Claim[]): readonly (readonly unknown[])[] {
  const rows = new Map<string, readonly unknown[]>();
  for (const claim of claims) {
    if (claim.is === 'supply') rows.set(claim.row, [claim.row, claim.name, claim.kind, claim.raw]);
  }
  return [...rows.values()];
}

/** An agent of version 1 that answers each GETNEXT with what `next` makes of the names. */
function walked(next: (varbind: Varbind, step: number) => Varbind): { sent: number } {
  let step = 0;
  return performed(0, (bytes) => {
    const decoded = decodeSnmpMessage(bytes);
    if (!decoded.ok) return undefined;
    const request = decoded.value as SnmpMessage & { readonly pdu: SnmpRequestPdu };
    const varbinds = request.pdu.varbinds.map(({ oid }) => next({ oid, value: { type: 'Integer32', value: 1 } }, step));
    step++;
    return encodeSnmpMessage({ ...request, pdu: { ...request.pdu, is: 'Response', varbinds } });
  });
}

function performed(
  version: 0 | 1,
  answer: (bytes: Uint8Array) => Uint8Array | undefined,
  talk: (session: Session) => Conversation<unknown> = (session) => walkRows(session, columns, 50),
) {
  const waiting: Uint8Array[] = [];
  let dice = 0;
  let sent = 0;
  const world = (effect: Effect): Answer => {
    switch (effect.do) {
      case 'chance':
        return Uint8Array.of(0, 0, ++dice >> 8, dice);
      case 'send': {
        sent++;
        const bytes = answer(effect.bytes);
        if (bytes !== undefined) waiting.push(bytes);
        return true;
      }
      case 'hear': {
        const bytes = waiting.shift();
        return bytes && { from: { address: '192.0.2.9', port: 161, transport: 'udp' }, bytes, leftMs: effect.waitMs };
      }
      default:
        throw new Error(`a walk does not ${effect.do}`);
    }
  };
  const session = openSession({
    address: '192.0.2.9',
    port: (standard) => standard,
    leads: [],
    waitMs: 500,
    tries: 1,
    community: 'public',
  });
  session.version = version;
  session.sysDescr = 'HP ETHERNET MULTI-ENVIRONMENT';
  session.sysObjectId = '1.3.6.1.4.1.11.2.3.9.1';
  const { told: heard } = perform(talk(session), world);
  return { sent, claims: heard.flatMap(({ claims }) => claims) };
}
