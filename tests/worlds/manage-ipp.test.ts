import { describe, expect, it } from 'vitest';
import { catalogue } from '../../packages/core/src/index.ts';
import { decodeIpp } from '../../packages/core/src/protocols/ipp/codec.ts';
import { encodeIpp } from '../../packages/core/src/protocols/ipp/codec-encode.ts';
import type { IppAttribute } from '../../packages/core/src/protocols/ipp/codec-message.ts';
import {
  apply,
  type House,
  identify,
  inspect,
  type ManageWorld,
  plan,
  planUndo,
} from '../../packages/library/src/index.ts';
import { Journal } from '../../packages/library/src/manage/journal.ts';
import { openMemoryStore, systemCryptography } from '../../packages/node/src/index.ts';
import { ManualClock, seededDice, simulateLan } from '../../packages/virtual/src/index.ts';
import { MemoryVault } from '../support/memory-vault.ts';

const never = new AbortController().signal;
const AT = '10.0.0.9';
const UUID = 'urn:uuid:11111111-2222-3333-4444-555555555555';
const SETS = ['printer-location', 'printer-info'];

interface Manner {
  readonly operations?: readonly number[];
  readonly settable?: readonly string[];
  /** What it makes of what it is told. */
  readonly keeps?: (value: string, name: string) => string | undefined;
  /** It goes away once it has taken the change, or before it. */
  readonly dies?: 'after' | 'before';
  readonly status?: number;
}

/** A printer with a memory on a segment, met once; `there` may be changed while the test goes on. */
async function met(manner: Manner = {}) {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 4, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const house: House = {
    ...{ network: on('here', '10.0.0.1').network, clock, dice: seededDice(5), cryptography: systemCryptography },
    ...{ catalogue, store: openMemoryStore(), host: 'here', neighbourLimit: async () => 1000 },
  };
  const there = { uuid: UUID, values: new Map([['printer-location', 'Bar 1']]), asked: [] as number[], manner };
  let gone = false;
  await on('there', AT).network.serveHttp({ address: AT, port: 631, transport: 'tcp' }, async ({ body }) => {
    const read = decodeIpp(body);
    if (!read.ok || gone) return { status: 503, headers: {}, body: new Uint8Array() };
    const { code, requestId, groups } = read.value;
    const {
      operations = [0x0b, 0x13, 0x3c],
      settable = SETS,
      keeps = (value) => value,
      dies,
      status = 0,
    } = there.manner;
    there.asked.push(code);
    if (code === 0x13) {
      if (dies !== 'before' && status === 0)
        for (const { name, values } of groups.find(({ tag }) => tag === 4)?.attributes ?? []) {
          const kept = keeps(String(values[0]?.value ?? ''), name);
          if (kept !== undefined) there.values.set(name, kept);
        }
      gone = dies !== undefined;
      if (gone) return { status: 503, headers: {}, body: new Uint8Array() };
    }
    const attributes: IppAttribute[] = [
      one('printer-uuid', 0x45, there.uuid),
      one('printer-make-and-model', 0x41, 'Example Laser 1'),
      one('printer-name', 0x42, 'laser'),
      ...[...there.values].map(([name, value]) => one(name, 0x41, value)),
      several('printer-settable-attributes-supported', settable),
      several('identify-actions-supported', ['flash']),
      {
        name: 'operations-supported',
        values: operations.map((value) => ({ is: 'enum' as const, tag: 0x23, value })),
      },
    ];
    const operation = [one('attributes-charset', 0x47, 'utf-8'), one('attributes-natural-language', 0x48, 'en')];
    const answer = encodeIpp({
      ...{ version: 0x0200, code: code === 0x13 ? status : 0, requestId, ended: true, data: new Uint8Array() },
      groups: [{ tag: 1, attributes: operation }, ...(code === 0x0b ? [{ tag: 4, attributes }] : [])],
    });
    return { status: 200, headers: { 'content-type': 'application/ipp' }, body: answer };
  });
  await clock.runUntil(inspect({ host: AT }, house, never));
  const sent: string[] = [];
  const world: ManageWorld = {
    ...{ house, vault: new MemoryVault([]), how: {}, signal: never },
    sent: (_, rows) => sent.push(...rows.map(({ probe, port }) => `${probe} ${port}`)),
  };
  const lines: string[] = [];
  const journal = new Journal({
    path: 'changes.jsonl',
    append: async (line: string) => void lines.push(line),
    tail: async () => lines,
    close: async () => undefined,
  } as unknown as ConstructorParameters<typeof Journal>[0]);
  const run = <T>(work: Promise<T>): Promise<T> => clock.runUntil(work);
  const wish = (values: object) => run(plan([{ id: AT, values }], world));
  const come = () => {
    gone = false;
  };
  const undo = async () => run(apply(await run(planUndo(undefined, journal, world)), journal, world));
  const change = async (values: object) => (await run(apply(await wish(values), journal, world))).devices[0]!;
  return { there, world, wish, change, undo, come, run, sent, lines, journal };
}

function one(name: string, tag: number, value: string): IppAttribute {
  return { name, values: [{ is: 'text', tag, value }] };
}

function several(name: string, values: readonly string[]): IppAttribute {
  return { name, values: values.map((value) => ({ is: 'text', tag: 0x44, value })) };
}

describe('managing over IPP', () => {
  it('plans, changes and takes back by Set-Printer-Attributes; the gate has it on its list', async () => {
    const { there, wish, change, undo, sent, lines } = await met();
    const [planned] = await wish({ location: 'Bar 2', info: 'receipts' });
    expect(planned).toMatchObject({
      ...{ protocol: 'ipp', address: AT, problem: undefined },
      changes: [
        { property: 'location', from: 'Bar 1', to: 'Bar 2' },
        { property: 'info', from: null, to: 'receipts' },
      ],
    });
    expect(there.asked).not.toContain(0x13);
    expect(await change({ location: 'Bar 2', info: 'receipts' })).toMatchObject({ outcome: 'done' });
    expect(Object.fromEntries(there.values)).toEqual({ 'printer-location': 'Bar 2', 'printer-info': 'receipts' });
    expect((await undo()).devices).toMatchObject([{ outcome: 'done' }]);
    expect(Object.fromEntries(there.values)).toEqual({ 'printer-location': 'Bar 1', 'printer-info': '' });
    expect(sent).toContain('manage.ipp 631');
    expect(JSON.parse(lines[0]!)).toMatchObject({ is: 'change', changes: [{ from: 'Bar 1' }, { from: null }] });
  });

  it.each([
    [{ operations: [0x0b] }, { location: 'x' }, 'Set-Printer-Attributes'],
    [{}, { name: 'x' }, 'printer-name'],
    [{ settable: [] }, { info: 'x' }, 'printer-info'],
  ])('says in the plan what cannot be set and why: %j', async (manner, values, words) => {
    const { there, wish } = await met(manner);
    const [planned] = await wish(values);
    expect(planned?.problem).toMatchObject({ code: 'manage/refused' });
    expect(planned?.problem?.text).toContain(words);
    expect(there.asked).not.toContain(0x13);
  });

  it.each([
    ['ignores', () => undefined, 'Bar 1'],
    ['clamps', (value: string) => value.slice(0, 4), 'The '],
  ])('a printer that says yes and %s is reported as not kept', async (_, keeps, now) => {
    const { there, change } = await met({ keeps });
    const row = await change({ location: 'The bar on the left' });
    expect(row).toMatchObject({ outcome: 'unknown', problem: { code: 'manage/not-kept' } });
    expect(there.values.get('printer-location')).toBe(now);
  });

  it('what a printer made of its own of a change is taken back, too', async () => {
    const { there, change, undo } = await met({ keeps: (value) => value.slice(0, 5) });
    await change({ location: 'The bar on the left' });
    expect((await undo()).devices).toMatchObject([{ outcome: 'done' }]);
    expect(there.values.get('printer-location')).toBe('Bar 1');
  });

  it.each(['after', 'before'] as const)(
    'one that dies %s the change may have been changed, and is put back',
    async (dies) => {
      const { there, change, undo, come } = await met({ dies });
      expect(await change({ location: 'Bar 2' })).toMatchObject({
        outcome: 'unknown',
        problem: { code: 'manage/lost' },
      });
      expect(there.values.get('printer-location')).toBe(dies === 'after' ? 'Bar 2' : 'Bar 1');
      there.manner = {};
      come();
      expect((await undo()).devices[0]!.problem).toBeUndefined();
      expect(there.values.get('printer-location')).toBe('Bar 1');
    },
  );

  it('one that says no is as it was', async () => {
    const { there, change } = await met({ status: 0x0401 });
    expect(await change({ location: 'Bar 2' })).toMatchObject({
      outcome: 'not-done',
      problem: { code: 'manage/refused' },
    });
    expect(there.values.get('printer-location')).toBe('Bar 1');
  });

  it('another printer at the address gets no order', async () => {
    const { there, world, wish, run, journal, lines } = await met();
    const planned = await wish({ location: 'Bar 2' });
    there.uuid = UUID.replace('1111', '9999');
    const { devices } = await run(apply(planned, journal, world));
    expect(devices).toMatchObject([{ outcome: 'not-done', problem: { code: 'device/another-there' } }]);
    expect(there.asked.filter((code) => code !== 0x0b)).toEqual([]);
    expect(lines).toEqual([]);
  });

  it('another printer at the address is not asked to show itself', async () => {
    const { there, world, run } = await met();
    there.uuid = UUID.replace('1111', '9999');
    await expect(run(identify(AT, [], world))).rejects.toMatchObject({ code: 'device/another-there' });
    expect(there.asked).not.toContain(0x3c);
  });

  it('shows itself where it lists Identify-Printer, in the ways that it lists', async () => {
    const { there, world, run } = await met();
    expect(await run(identify(AT, ['flash'], world))).toMatchObject({ protocol: 'ipp', address: AT });
    expect(there.asked.at(-1)).toBe(0x3c);
    await expect(run(identify(AT, ['sound'], world))).rejects.toMatchObject({ code: 'manage/refused' });
    there.manner = { operations: [0x0b] };
    await expect(run(identify(AT, [], world))).rejects.toMatchObject({ code: 'manage/refused' });
  });
});
