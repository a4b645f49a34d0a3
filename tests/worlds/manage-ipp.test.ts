import { describe, expect, it } from 'vitest';
import type { Credential } from '../../packages/core/src/index.ts';
import { apply, identify } from '../../packages/library/src/index.ts';
import { AT, met, UUID } from '../support/settable-printer.ts';

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

  it('logs in where the change wants it, with a login that is kept for the printer', async () => {
    const wants = 'Digest realm="printer", nonce="1", qop="auth"';
    const told: string[] = [];
    const keeper: Credential = { name: 'desk', secret: { for: 'login', user: 'keeper', password: 'x' } };
    const { there, change } = await met(
      { wants },
      {
        next: async (kind, _, tried) => (kind === 'login' && tried.length === 0 ? keeper : undefined),
        told: async (address, name, worked) => void told.push(`${address} ${name} ${worked}`),
      },
    );
    expect(await change({ location: 'Bar 2' })).toMatchObject({ outcome: 'done' });
    expect(there.values.get('printer-location')).toBe('Bar 2');
    expect(told).toEqual([`${AT} desk true`]);
  });

  it.each([
    ['Digest realm="printer", nonce="1", qop="auth"', 'none is kept for it'],
    ['Basic realm="printer"', 'without TLS'],
    ['Negotiate', 'negotiate'],
  ])('one that wants %s, and gets no login, is as it was', async (wants, words) => {
    const { there, change } = await met({ wants });
    const row = await change({ location: 'Bar 2' });
    expect(row).toMatchObject({ outcome: 'not-done', problem: { code: 'manage/no-login' } });
    expect(row.problem?.text).toContain(words);
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
