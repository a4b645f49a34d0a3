import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { encodeText } from '../../bytes/text.ts';
import type { Conversation } from '../../contracts/conversation.ts';
import type { HostTarget } from '../../contracts/protocol.ts';
import type { SnmpAnswer, SnmpGet } from '../../contracts/snmp-get.ts';
import { EPSON_TUNNEL, tunnelCommand, tunnelOid } from '../../formats/epson-tunnel.ts';
import { isWithin } from '../../formats/oid.ts';
import { encodeSnmpMessage } from '../../formats/snmp-message.ts';
import { noSuchObject, type SnmpValue, type Varbind } from '../../formats/snmp-varbind.ts';
import { blockOf } from './codec-block.ts';
import { describeEpsonControl } from './describe.ts';
import { counterNames, objects } from './objects.ts';
import { types } from './status.ts';
import { read } from './talk.ts';

const from = { address: '192.0.2.9', port: 161, transport: 'udp' as const };
const golden = (name: string) => goldenOf('epson-control').find((row) => row.name === name)!.bytes;
const octets = (value: Uint8Array): SnmpValue => ({ type: 'OctetString', value });
const epson: SnmpValue = { type: 'ObjectIdentifier', value: '1.3.6.1.4.1.1248.1.1.2.1.3.5.69.69.80.83.50' };
const block = octets(golden('status-et2820-d4').subarray(18));
const tunnelBlock = octets(golden('status-xp432-tunnel'));

function response(
  varbinds: readonly Varbind[],
  error?: { readonly status: number; readonly index: number },
): SnmpAnswer {
  const { status = 0, index = 0 } = error ?? {};
  const pdu = { is: 'Response' as const, requestId: 7, errorStatus: status, errorIndex: index, varbinds };
  return { from, raw: encodeSnmpMessage({ version: 0, community: encodeText('public'), pdu }) };
}

/** A host of version 1 that has these objects: what it was asked, and what was told of it. */
function asked(has: Readonly<Record<string, SnmpValue>>, silentAfter = Number.POSITIVE_INFINITY) {
  const questions: (readonly string[])[] = [];
  const snmpGet: SnmpGet = function* (oids): Conversation<SnmpAnswer | 'silent'> {
    questions.push(oids);
    if (questions.length > silentAfter) return 'silent';
    const missing = oids.findIndex((oid) => has[oid] === undefined);
    const varbinds = oids.map((oid) => ({ oid, value: has[oid] ?? noSuchObject }));
    return missing < 0 ? response(varbinds) : response([], { status: 2, index: missing + 1 });
  };
  return { questions, ...perform(read({ ...host, snmpGet }), () => undefined) };
}

const host: HostTarget = {
  address: from.address,
  port: (standard) => standard,
  leads: [],
  waitMs: 500,
  tries: 3,
  community: 'public',
};

describe('asking an Epson how it is', () => {
  it('asks nobody else: one question, and no more', () => {
    for (const other of ['1.3.6.1.4.1.11.2.3.9.1', '1.3.6.1.4.1.1248.4.1', '1.3.6.1.4.1.1248.1.1.2.1.3.22.78', '0.0']) {
      const { questions, told } = asked({ [objects.sysObjectId]: { type: 'ObjectIdentifier', value: other } });
      expect(questions).toEqual([[objects.sysObjectId]]);
      expect(told).toEqual([]);
    }
  });

  it('leaves the tunnel alone where the block has an object of its own', () => {
    const { questions, told } = asked({ [objects.sysObjectId]: epson, [objects.status]: block });
    expect(questions.flat()).not.toContain(tunnelOid('status'));
    expect(told).toHaveLength(1);
    expect(told[0]).toMatchObject({ protocol: 'epson-control', from });
  });

  it('asks by the tunnel where it has not', () => {
    const has = { [objects.sysObjectId]: epson, [tunnelOid('status')]: tunnelBlock };
    const { questions, told } = asked({ ...has, [tunnelOid('firmware-id')]: octets(golden('reply-vi-xp432')) });
    expect(questions).toEqual([
      [objects.sysObjectId],
      [objects.status],
      [tunnelOid('status')],
      [tunnelOid('firmware-id')],
      counterNames.map(({ oid }) => oid),
    ]);
    expect(told.flatMap(({ claims }) => claims)).toContainEqual(
      expect.objectContaining({ fact: 'serial', value: 'W2AP010552', path: 'varbind[0].status.serial' }),
    );
    expect(told.flatMap(({ claims }) => claims)).toContainEqual(expect.objectContaining({ value: 'ME23H6' }));
  });

  it('takes an object that only Epsons have for a proof, where the agent hides whose it is', () => {
    const mac = octets(Uint8Array.of(0x44, 0xd2, 0x44, 0x99, 0xbb, 0xcc));
    expect(asked({ [objects.mac]: mac, [tunnelOid('status')]: tunnelBlock }).told).toHaveLength(1);
    expect(asked({ [tunnelOid('status')]: tunnelBlock }).questions.flat()).not.toContain(tunnelOid('status'));
  });

  it('tells a total of pages only where it is the sum', () => {
    const count = (value: number): SnmpValue => ({ type: 'Counter32', value });
    const counted = (black: number, colour: number, total: number) => {
      const values = [black, colour, total];
      const cells = Object.fromEntries(counterNames.map(({ oid }, i) => [oid, count(values[i]!)]));
      return asked({ [objects.sysObjectId]: epson, ...cells })
        .told.flatMap(({ claims }) => claims)
        .flatMap((claim) => (claim.is === 'counter' ? [`${claim.name} ${claim.value}`] : []));
    };
    expect(counted(39_797, 41_766, 81_563)).toEqual(['pages-monochrome 39797', 'pages-color 41766', 'pages 81563']);
    expect(counted(39_797, 41_766, 9_000)).toEqual(['pages-monochrome 39797', 'pages-color 41766']);
    expect(counted(0, 0, 0)).toEqual([]);
  });

  it('stops with the host: whoever falls silent is let go', () => {
    for (let after = 0; after < 5; after++)
      expect(
        asked({ [objects.sysObjectId]: epson, [objects.status]: block }, after).questions.length,
      ).toBeLessThanOrEqual(after + 1);
    expect(perform(read(host), () => undefined).result).toEqual({ is: 'unreachable' });
  });

  it('keeps no name of a job', () => {
    const named = blockOf([
      [types.state, [3]],
      [types.job, [0, 0, 0, 0, 1, ...encodeText('salaries.xlsx')]],
    ]);
    const { told } = asked({ [objects.sysObjectId]: epson, [objects.status]: octets(named) });
    expect(new TextDecoder('latin1').decode(told[0]!.raw)).not.toContain('salaries');
    expect(describeEpsonControl(told[0]!.raw).fields.map(({ path }) => path)).toContain('varbind[0].status.job');
  });

  it('every claim names a field of its own packet', () => {
    for (const value of [block, tunnelBlock]) {
      const { told } = asked({ [objects.sysObjectId]: epson, [objects.status]: value });
      const paths = describeEpsonControl(told[0]!.raw).fields.map(({ path }) => path);
      for (const { path } of told[0]!.claims) expect(paths).toContain(path);
    }
  });

  it('whatever it hears, it asks in the tunnel for what only reads, one command at a time', () => {
    const value = fc.oneof(
      fc.constant(epson),
      fc.constant(block),
      fc.uint8Array({ maxLength: 60 }).map(octets),
      fc.constant<SnmpValue>({ type: 'ObjectIdentifier', value: `${EPSON_TUNNEL}.1.1.2.1.114.119.1.0.0` }),
    );
    const answer = fc.oneof(
      fc.constant<'silent' | 'forbidden'>('silent'),
      fc.tuple(value, fc.integer({ min: 0, max: 5 })),
      fc.uint8Array({ maxLength: 40 }),
    );
    fc.assert(
      fc.property(fc.array(answer, { minLength: 1, maxLength: 12 }), (answers) => {
        let turn = 0;
        const snmpGet: SnmpGet = function* (oids): Conversation<SnmpAnswer | 'silent' | 'forbidden'> {
          const inside = oids.filter((oid) => isWithin(EPSON_TUNNEL, oid));
          if (inside.length > 0) expect(oids).toHaveLength(1);
          for (const oid of inside) expect(tunnelCommand(oid)).toBeDefined();
          const next = answers[turn++ % answers.length]!;
          if (typeof next === 'string') return next;
          if (next instanceof Uint8Array) return { from, raw: next };
          return response(
            oids.map((oid) => ({ oid, value: next[0] })),
            { status: next[1], index: 1 },
          );
        };
        perform(read({ ...host, snmpGet }), () => undefined, 200);
        expect(turn).toBeLessThanOrEqual(6);
      }),
    );
  });
});
