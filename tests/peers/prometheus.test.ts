import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { expressions } from '../support/grafana.ts';
import { type Host, Lab } from './lan.ts';
import { startQuietport } from './quietport.ts';

interface Answer {
  readonly status: string;
  readonly error?: string;
  readonly data: {
    readonly result: readonly { readonly metric: Readonly<Record<string, string>>; readonly value: [number, string] }[];
  };
}

/** Prints what an address answers, asked from inside of the host. */
const get = `
const [url, accept] = process.argv.slice(1);
const answer = await fetch(url, { headers: accept === undefined ? {} : { accept } });
console.log(await answer.text());`;

describe('Prometheus', () => {
  const lab = new Lab();
  let here: Host;

  const fetched = async (...args: readonly string[]) =>
    (await here.run(process.execPath, ['--input-type=module', '-e', get, ...args])).out;
  const query = async (expr: string): Promise<Answer> =>
    JSON.parse(await fetched(`http://127.0.0.1:9090/api/v1/query?query=${encodeURIComponent(expr)}`)) as Answer;

  beforeAll(async () => {
    here = lab.host('here', lab.segment('lan'), '10.39.1.1/24');
    const server = startQuietport(here, ['serve', '-o', 'ndjson']);
    await server.says(/Quietport is at http:\/\/127\.0\.0\.1:29259/);
    const config = join(here.folder, 'prometheus.yml');
    writeFileSync(
      config,
      [
        'global: { scrape_interval: 1s }',
        'scrape_configs:',
        '  - job_name: quietport',
        '    static_configs: [{ targets: ["127.0.0.1:29259"] }]',
      ].join('\n'),
    );
    const data = join(here.folder, 'prometheus');
    mkdirSync(data);
    const checked = await here.run('promtool', ['check', 'config', config]);
    expect([checked.code, checked.err]).toEqual([0, '']);
    const prometheus = here.start('prometheus', [
      `--config.file=${config}`,
      `--storage.tsdb.path=${data}`,
      '--web.listen-address=127.0.0.1:9090',
    ]);
    await here.listens('tcp', 9090, prometheus);
    // scrapes on both sides of a look, so that there is something to make a rate of
    const end = performance.now() + 90_000;
    for (let rate = 0; !(rate > 0); ) {
      const { result } = (await query('sum(rate(quietport_look_duration_seconds_count[1m]))')).data;
      rate = Number(result[0]?.value[1] ?? 0);
      if (performance.now() > end) throw new Error(`no look was scraped: ${prometheus.said} ${server.said}`);
    }
  }, 120_000);
  afterAll(() => lab.end());

  it('scrapes without an error, and its promtool has nothing to say about either format', async () => {
    expect((await query('up{job="quietport"}')).data.result.map(({ value }) => value[1])).toEqual(['1']);
    const text = await fetched('http://127.0.0.1:29259/metrics');
    expect(text).toContain('# TYPE quietport_device_impressions_total counter');
    const path = join(here.folder, 'metrics.txt');
    writeFileSync(path, text);
    const { code, out, err } = await here.run('sh', ['-c', 'promtool check metrics < "$0"', path]);
    expect([code, out, err]).toEqual([0, '', '']);
    const open = await fetched('http://127.0.0.1:29259/metrics', 'application/openmetrics-text;version=1.0.0');
    expect(open).toContain('# TYPE quietport_device_impressions counter');
    expect(open.trimEnd()).toMatch(/# EOF$/);
  });

  it('asks for OpenMetrics by itself, and reads every series of it', async () => {
    const told = (await fetched('http://127.0.0.1:29259/metrics', 'application/openmetrics-text;version=1.0.0'))
      .split('\n')
      .filter((line) => line.startsWith('quietport_device_state{'));
    const { result } = (await query('quietport_device_state')).data;
    expect(result).toHaveLength(told.length);
    expect(told.length).toBeGreaterThan(50);
    // only what OpenMetrics calls an info can have come as one
    const meta = await fetched('http://127.0.0.1:9090/api/v1/targets/metadata?metric=quietport_device');
    expect(meta).toContain('"type":"info"');
  });

  it('gives the values back: one state a device, and levels that agree with the API', async () => {
    const states = (await query('sum by (device) (quietport_device_state)')).data.result;
    expect(states.length).toBeGreaterThan(8);
    expect(states.every(({ value }) => value[1] === '1')).toBe(true);
    const { devices } = JSON.parse(await fetched('http://127.0.0.1:29259/api/v1/devices?limit=100')) as {
      devices: readonly { id: string; supplies: readonly { level: { type: string; ratio?: number } }[] }[];
    };
    const exact = devices.flatMap(({ id, supplies }) =>
      supplies.flatMap(({ level }) => (level.type === 'exact' ? [`${id} ${level.ratio}`] : [])),
    );
    const ratios = (await query('quietport_supply_level_ratio')).data.result;
    expect(ratios.map(({ metric, value }) => `${metric['device']} ${Number(value[1])}`).sort()).toEqual(exact.sort());
    expect(exact.length).toBeGreaterThan(5);
  });

  it('has an answer to every question of the dashboard', async () => {
    const [all, filled] = [new Set<string>(), new Set<string>()];
    for (const { title, expr } of expressions()) {
      const { status, error, data } = await query(expr);
      expect([expr, status, error]).toEqual([expr, 'success', undefined]);
      all.add(title);
      if (data.result.length > 0) filled.add(title);
    }
    // no device of the fleet tells a step, a waste box or a tray by an exact level
    const without = ['Paper trays', 'Receptacles: how full', 'Upper bound of levels in steps'];
    expect([...all].filter((title) => !filled.has(title)).sort()).toEqual(without);
  });
});
