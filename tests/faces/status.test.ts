import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { catalogue, type VirtualDevice } from '@quietport/core';
import { find, type House } from '@quietport/library';
import { systemCryptography } from '@quietport/node';
import { openSqliteStore } from '@quietport/store';
import { demoFleet, ManualClock, seededDice, serveDevice, simulateLan } from '@quietport/virtual';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../packages/cli/src/commands/index.ts';
import { runProgram } from '../../packages/cli/src/program.ts';
import { capturedWorld } from '../support/captured-world.ts';

const data = mkdtempSync(join(tmpdir(), 'quietport-status-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

/** One look at part of the demo fleet on a simulated segment, long ago: the inventory that the commands read. */
beforeAll(async () => {
  const clock = new ManualClock();
  const lan = simulateLan({ clock, seed: 1, segments: { office: { delayMs: 2 } } });
  const on = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] });
  const store = await openSqliteStore(join(data, 'inventory.sqlite'));
  const house: House = {
    network: on('here', '10.0.0.1').network,
    clock,
    dice: seededDice(5),
    cryptography: systemCryptography,
    catalogue,
    store,
    host: 'here',
    neighbourLimit: async () => 1000,
  };
  const served = [];
  for (const [id, address] of Object.entries(fleet)) {
    const device: VirtualDevice = {
      ...demoFleet.find((row) => row.id === id)!,
      address,
      prefixLength: 24,
      ...more[id],
    };
    served.push(await serveDevice(on(id, address).network, device, catalogue, { clock }));
  }
  let over = false;
  const looking = find({}, house, new AbortController().signal).finally(() => {
    over = true;
  });
  while (!over) await clock.advance(500);
  await looking;
  for (const one of served) await one.close();
  await store.close();
});

const fleet = {
  'front-desk': '10.0.0.2',
  laser: '10.0.0.3',
  copier: '10.0.0.4',
  kitchen: '10.0.0.5',
};
const more: Readonly<Record<string, Partial<VirtualDevice>>> = {
  copier: {
    supplies: [
      { name: 'Black Toner', kind: 'toner', colorant: 'black', rgb: '#000000', level: 84 },
      { name: 'Waste Toner Box', kind: 'waste-toner', colorant: 'none', rgb: 'none', level: 97 },
    ],
  },
};

const now = ['--max-age', '1000000'];
const columns = ['--columns', 'what,name,value,source'];

describe('quietport status', () => {
  it('shows what each device told, and no number where none was told', async () => {
    expect((await run(['status', ...columns])).stdout.split('\n')).toEqual([
      'WHAT         NAME              VALUE                               SOURCE',
      'state        stopped           media-empty-error, marker-supply-…  -',
      'ink          Black             3%                                  ipp',
      'ink          Cyan              38%                                 ipp',
      'ink          Magenta           40%                                 ipp',
      'ink          Yellow            22%                                 ipp',
      'tray         Front cassette 1  not told                            epson-control',
      'counter      impressions       81563                               ipp',
      'alert        critical          paper out                           epson-control',
      'alert        warning           ink low: black                      epson-control',
      'state        idle              -                                   -',
      'toner        Black Toner       some left                           ipp',
      'counter      impressions       48120                               ipp',
      'state        idle              -                                   -',
      'toner        Black Toner       84%                                 ipp',
      'waste-toner  Waste Toner Box   97% full                            ipp',
      'counter      impressions       301998                              ipp',
      'state        stopped           cover-open                          -',
      '',
    ]);
  });

  it('shows one device by its address, and says which ones need somebody', async () => {
    const { code, stdout } = await run(['status', '10.0.0.3', ...columns, '--no-headers']);
    expect({ code, lines: stdout.split('\n').length }).toEqual({ code: 0, lines: 4 });
    expect((await run(['status', '10.0.0.2', ...now, '--fail-on', 'critical'])).code).toBe(1);
    expect((await run(['status', '10.0.0.3', ...now, '--fail-on', 'critical'])).code).toBe(0);
  });

  it('is a document in which both sources of a supply stand', async () => {
    const { stdout } = await run(['status', '10.0.0.4', '--json', ...now]);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'quietport/status@1',
      devices: [
        {
          check: 'warning',
          complaints: [{ word: 'warning', text: 'Waste Toner Box 97% full' }],
          supplies: [
            {
              name: 'Black Toner',
              kind: 'toner',
              colorant: 'black',
              direction: 'consumed',
              level: { type: 'exact', ratio: 0.84 },
              raw: { level: 84, max: 100, unit: 'percent' },
              source: 'ipp',
              also: [{ source: 'snmp', level: { type: 'exact', ratio: 0.84 } }],
              against: [],
            },
            { kind: 'waste-toner', direction: 'filled', thresholds: { high: 0.95 } },
          ],
          counters: [{ name: 'impressions', value: 301_998, unit: 'impressions', source: 'ipp' }],
        },
      ],
    });
  });

  it('refuses a mark that is no percentage', async () => {
    expect(await run(['status', '--warning', 'low'])).toMatchObject({ code: 2, stdout: '' });
  });
});

describe('quietport check', () => {
  it.each([
    [
      '10.0.0.2',
      2,
      'QUIETPORT CRITICAL - EPSON WF-C5790 Series stopped; media-empty; paper out; ink low: black; Black 3% | Black=3%;15:;2:;0;100 Cyan=38%;15:;2:;0;100 Magenta=40%;15:;2:;0;100 Yellow=22%;15:;2:;0;100 impressions=81563c\n',
    ],
    ['10.0.0.3', 0, 'QUIETPORT OK - Brother HL-L6400DW idle | impressions=48120c\n'],
    [
      '10.0.0.4',
      1,
      "QUIETPORT WARNING - KYOCERA TASKalfa 3554ci idle; Waste Toner Box 97% full | 'Black Toner'=84%;15:;2:;0;100 'Waste Toner Box'=97%;95;;0;100 impressions=301998c\n",
    ],
    ['10.0.0.5', 2, 'QUIETPORT CRITICAL - EPSON TM-m30II stopped; cover-open\n'],
    ['10.0.0.77', 3, 'QUIETPORT UNKNOWN - No device in the inventory is "10.0.0.77".\n'],
  ])('%s exits %i', async (id, code, stdout) => {
    expect(await run(['check', id, ...now])).toMatchObject({ code, stdout });
  });

  it('of what was heard long ago is unknown', async () => {
    const { code, stdout } = await run(['check', '10.0.0.3']);
    expect(code).toBe(3);
    expect(stdout).toMatch(
      /^QUIETPORT UNKNOWN - Brother HL-L6400DW idle; last heard \d+ d ago \| impressions=48120c\n$/,
    );
  });
});

describe('quietport why', () => {
  it('proves a supply by the fields of both packets', async () => {
    const { stdout } = await run(['why', '10.0.0.4', 'supply.black', '--json']);
    const { facts } = JSON.parse(stdout) as {
      facts: readonly {
        fact: string;
        value: string;
        grade: string;
        evidence: readonly { fields: readonly { path: string; text: string }[] }[];
      }[];
    };
    expect(facts.map(({ fact, value, grade }) => [fact, value, grade])).toEqual([['supply.black', '84%', 'confirmed']]);
    expect(facts[0]!.evidence.flatMap(({ fields }) => fields.map(({ path, text }) => [path, text]))).toEqual([
      ['printer.marker-levels[0]', '84'],
      ['varbind[6].prtMarkerSuppliesLevel.1.1', '84'],
    ]);
  });

  it('proves all supplies by one word', async () => {
    const { stdout } = await run(['why', '10.0.0.2', 'supplies', '--json']);
    const { facts } = JSON.parse(stdout) as { facts: readonly { fact: string }[] };
    expect(facts.map(({ fact }) => fact)).toEqual(['supply.black', 'supply.cyan', 'supply.magenta', 'supply.yellow']);
  });
});

async function run(args: readonly string[]) {
  const captured = capturedWorld([...args, '--data', data], { environment: { QUIETPORT_INTERFACES: 'lo' } });
  const code = await runProgram(captured.world, commands);
  return { code, stdout: captured.stdout(), stderr: captured.stderr() };
}
