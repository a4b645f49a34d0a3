import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Supply } from '@quietport/core';
import { openSqliteStore } from '@quietport/store';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { commands } from '../../packages/cli/src/commands/index.ts';
import { runProgram } from '../../packages/cli/src/program.ts';
import { device } from '../conformance/store-samples.ts';
import { capturedWorld } from '../support/captured-world.ts';

const data = mkdtempSync(join(tmpdir(), 'quietport-status-forecast-'));
afterAll(() => rmSync(data, { recursive: true, force: true }));

const NOW = Date.now();
const HOUR_MS = 3_600_000;
const evidence = { observation: 'o1', protocol: 'snmp', path: 'supply', rule: 'told' };

/** Black was watched for twenty days and used evenly, cyan for one. */
beforeAll(async () => {
  const supply = (colorant: string, ratio: number): Supply => ({
    ...{ name: colorant, kind: 'ink', colorant, direction: 'consumed', level: { type: 'exact', ratio }, raw: {} },
    ...{ also: [], against: [], source: 'snmp', observedAt: NOW, evidence },
  });
  const store = await openSqliteStore(join(data, 'inventory.sqlite'));
  await store.devices.replace([
    device('d1', { supplies: [supply('black', 0.4), supply('cyan', 0.5)], seen: { first: 0, last: NOW } }),
  ]);
  const hours = (count: number, metric: string, left: (hour: number) => number) =>
    Array.from({ length: count }, (_, hour) => ({
      ...{ device: 'd1', metric, at: NOW - (count - 1 - hour) * HOUR_MS, value: Math.round(left(hour) * 100) / 100 },
    }));
  await store.samples.append([
    ...hours(480, 'supply.black', (hour) => 1 - (0.6 * hour) / 479),
    ...hours(24, 'supply.cyan', (hour) => 0.6 - hour / 240),
  ]);
  await store.close();
});

async function run(args: readonly string[]): Promise<string> {
  const captured = capturedWorld([...args, '--data', data], { environment: { QUIETPORT_INTERFACES: 'lo' } });
  await runProgram(captured.world, commands);
  return captured.stdout();
}

describe('quietport status of a device that was named', () => {
  it('says how long its supplies last, where that is known, and else nothing', async () => {
    const rows = (await run(['status', 'd1', '-o', 'csv', '--columns', 'name,value'])).split('\r\n');
    expect(rows[2]).toMatch(/^black,"40%, lasts 1[0-3] to 1[4-7] days"$/);
    expect(rows[3]).toBe('cyan,50%');
    expect((await run(['status', '-o', 'csv', '--columns', 'name,value'])).split('\r\n')[2]).toBe('black,40%');
  });

  it('is a document with the bounds, or with why there are none', async () => {
    const [told] = JSON.parse(await run(['status', 'd1', '-o', 'json'])).devices;
    const [black, cyan] = told.supplies;
    expect(black).toMatchObject({ level: { type: 'exact', ratio: 0.4 }, why: null });
    expect(black.daysLeft.from).toBeLessThanOrEqual(13);
    expect(black.daysLeft.to).toBeGreaterThanOrEqual(14);
    expect(cyan).toMatchObject({ daysLeft: null, why: 'too-short', forecast: 'unknown: less than a week is known' });
  });
});
