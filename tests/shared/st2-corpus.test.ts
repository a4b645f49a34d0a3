import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { catalogue, type Device, fuse } from '../../packages/core/src/index.ts';
import type { Claim } from '../../packages/core/src/model/claim.ts';
import { controlClaims } from '../../packages/core/src/protocols/epson-control/claims.ts';
import {
  decodeControl,
  encodeControl,
  firmwareDate,
  replyWord,
} from '../../packages/core/src/protocols/epson-control/codec.ts';
import { decodeBlock } from '../../packages/core/src/protocols/epson-control/codec-block.ts';
import { describeEpsonControl } from '../../packages/core/src/protocols/epson-control/describe.ts';
import {
  fieldOf,
  inksOf,
  namedFields,
  types,
  wordsOf,
} from '../../packages/core/src/protocols/epson-control/status.ts';
import { demoFleet, ManualClock, serveDevice, simulateLan } from '../../packages/virtual/src/index.ts';
import { lookFrom } from '../support/world.ts';

const corpus = new URL('../../../shared/corpus/', import.meta.url);
interface Row {
  readonly path: string;
  readonly kind: string;
  readonly bytes: Uint8Array;
  readonly expected: Readonly<Record<string, unknown>>;
}
const rows: readonly Row[] = readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
  .split('\n')
  .map((line) => line.split('\t'))
  .filter(([, kind = '']) => kind.startsWith('st2') || kind === 'epson-ctrl-reply')
  .map(([path = '', kind = '', , , expected = '{}']) => ({
    path,
    kind,
    bytes: new Uint8Array(readFileSync(new URL(path, corpus))),
    expected: JSON.parse(expected) as Record<string, unknown>,
  }));
const blocks = rows.filter(({ kind }) => kind.startsWith('st2'));
const replies = rows.filter(({ kind }) => kind === 'epson-ctrl-reply');

describe('recordings of the control channel', () => {
  it('are four blocks and seven replies at least', () => {
    expect(blocks.length).toBeGreaterThanOrEqual(4);
    expect(replies.length).toBeGreaterThanOrEqual(7);
  });

  it.each(rows)('$path is encoded again byte by byte, and described', ({ bytes }) => {
    const decoded = decodeControl(bytes);
    expect(decoded.ok && encodeControl(decoded.value)).toEqual(bytes);
    expect(describeEpsonControl(bytes)).toMatchObject({ ok: true });
  });

  it.each(blocks)('$path says what the index says', ({ kind, bytes, expected }) => {
    const decoded = decodeBlock(bytes);
    if (!decoded.ok) throw new Error('a block');
    const block = decoded.value;
    const fields = namedFields(block);
    const claims = controlClaims({ is: 'status', block });
    const hex = (type: number) => fieldOf(fields, type)!.value[0]!.toString(16).padStart(2, '0');
    expect(block.declared).toBe(expected['declared']);
    expect(block.truncated).toBe(kind === 'st2-truncated');
    expect(block.front.length > 0).toBe(kind !== 'st2');
    expect(hex(types.state)).toBe(String(expected['state']).slice(0, 2));
    if ('error' in expected) expect(hex(types.error)).toBe(String(expected['error']).slice(0, 2));
    if ('fields' in expected) expect(block.fields).toHaveLength(Number(expected['fields']));
    if ('inkEntries' in expected) {
      const entries = inksOf(fieldOf(fields, types.inks)!).map(({ cartridge, colour, level }) => [
        cartridge.toString(16).padStart(2, '0'),
        colour.toString(16).padStart(2, '0'),
        level,
      ]);
      // the index has them in another order than some of the bytes
      expect(entries.map(String).sort()).toEqual((expected['inkEntries'] as unknown[]).map(String).sort());
    }
    if (typeof expected['ink'] === 'object')
      for (const [colour, percent] of Object.entries(expected['ink'] as Record<string, number>))
        expect(supplies(claims).find(({ colorant }) => colorant === colour.toLowerCase())?.level).toEqual({
          type: 'exact',
          ratio: percent / 100,
        });
    else expect(supplies(claims).filter(({ kind: one, level }) => one === 'ink' && level.type === 'exact')).toEqual([]);
    if ('words36' in expected)
      expect(wordsOf(fieldOf(fields, types.pageCounters)!).map((word) => word | 0)).toEqual(expected['words36']);
    const [serial = ''] = String(expected['serial']).split(' ');
    const told = claims.find((claim) => claim.is === 'fact' && claim.fact === 'serial');
    expect(told?.is === 'fact' ? told.value : undefined).toBe(
      String(expected['serial']).includes('masked') ? undefined : serial,
    );
    const box = supplies(claims).find(({ row }) => row === '2.1')?.level;
    if (/full/.test(String(expected['box37']))) expect(box).toMatchObject({ label: 'full', min: 1 });
    if (/ok/.test(String(expected['box37']))) expect(box).toEqual({ type: 'at-least-some' });
  });

  it.each(blocks)('$path, cut anywhere, is read up to there and says so', ({ bytes }) => {
    const decoded = decodeBlock(bytes);
    const head = decoded.ok ? decoded.value.front.length + 12 : 0;
    for (let length = head; length < bytes.length; length++)
      expect(decodeBlock(bytes.subarray(0, length))).toMatchObject({ ok: true, value: { truncated: true } });
    for (let length = 0; length < head; length++)
      expect(decodeBlock(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it.each(replies)('$path is read as the index says', ({ bytes, expected }) => {
    const decoded = decodeControl(bytes);
    if (!decoded.ok) throw new Error('a reply');
    const answer = decoded.value;
    if ('eepromAddress' in expected)
      expect(answer).toMatchObject({
        is: 'eeprom',
        address: Number.parseInt(String(expected['eepromAddress']), 16),
        value: Number.parseInt(String(expected['value']), 16),
      });
    const text = answer.is === 'reply' ? answer.text : '';
    if ('vi' in expected) {
      expect(text).toBe(`00:${expected['vi']}`);
      expect(firmwareDate(String(expected['vi']))).toBe(expected['date']);
    }
    if ('emptyAnswer' in expected) expect(replyWord(text)).toBe('nothing');
    if ('refused' in expected) expect(replyWord(text)).toBe('not-available');
    if ('writeOk' in expected) expect(replyWord(text)).toBe('done');
  });
});

describe("published parts of Epson's own tree, asked on a segment", () => {
  const expectedOf = (path: string) =>
    JSON.parse(
      readFileSync(new URL('INDEX.tsv', corpus), 'utf8')
        .split('\n')
        .find((line) => line.startsWith(`${path}\t`))!
        .split('\t')[4]!,
    ) as Record<string, unknown>;

  async function deviceOf(file: string): Promise<Device> {
    const clock = new ManualClock();
    const lan = simulateLan({ clock, seed: 3 });
    const on = (name: string, address: string) =>
      lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
    const [here, there] = [on('here', '10.0.0.1'), on('there', '10.0.0.9')];
    const walk = readFileSync(new URL(file, corpus), 'utf8');
    const device = {
      ...demoFleet[0]!,
      address: '10.0.0.9',
      prefixLength: 24,
      make: '',
      speaks: ['snmp'],
      recordings: { snmp: walk },
    };
    await serveDevice(there.network, device, catalogue, { clock });
    const looking = lookFrom(here.network, clock, catalogue, { bySegment: false, addresses: ['10.0.0.9'] });
    await clock.runUntilIdle(120_000);
    const { observations, attempts } = await looking;
    return fuse(observations, [], attempts).devices[0]!;
  }

  it('an XP-432 is known by its status block alone: serial number, what is wrong, firmware', async () => {
    const path = 'snmp/excerpt-epson-XP-432-private.snmprec';
    const expected = expectedOf(path);
    const { facts, state, supplies: told, kind } = await deviceOf(path);
    expect([facts.make?.value, facts.serial?.value, facts.firmware?.value]).toEqual([
      'EPSON',
      expected['serial'],
      expected['vi'],
    ]);
    expect(kind).toBe('printer');
    expect(state).toMatchObject({ word: 'stopped', reasons: ['marker-waste-full-error'] });
    expect(told.map(({ name, level }) => `${name} ${level.type}`)).toEqual([
      'Black ink unknown',
      'Yellow ink unknown',
      'Magenta ink unknown',
      'Cyan ink unknown',
      'Maintenance box step',
      'Maintenance box 2 at-least-some',
    ]);
  });

  it('an AM-C550 counts its pages', async () => {
    const path = 'snmp/excerpt-epson-AM-C550-counters.snmprec';
    const { bw, color, total } = expectedOf(path);
    const { counters } = await deviceOf(path);
    expect(Object.fromEntries(counters.map(({ name, value }) => [name, value]))).toEqual({
      pages: total,
      'pages-monochrome': bw,
      'pages-color': color,
    });
  });
});

function supplies(claims: readonly Claim[]) {
  return claims.filter((claim): claim is Extract<Claim, { is: 'supply' }> => claim.is === 'supply');
}
