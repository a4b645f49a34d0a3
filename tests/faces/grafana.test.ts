import { Metrics } from '@quietport/server';
import { beforeAll, describe, expect, it } from 'vitest';
import { DEVICE_FAMILIES } from '../../packages/server/src/metrics/device-families.ts';
import { expressions, readDashboard } from '../support/grafana.ts';

/** What Prometheus adds by itself, and what expressions are made of. */
const WORDS = new Set(
  'sum max by on group_left time vector or rate increase __rate_interval device virtual supply tray level state problem severity'.split(
    ' ',
  ),
);

describe('the dashboard for Grafana', () => {
  const names = new Set<string>(DEVICE_FAMILIES.map(({ name }) => name));

  beforeAll(async () => {
    const look = { startedAt: 0, finishedAt: 1, asked: 1, answered: 1, virtual: true } as const;
    const row = { port: 1, transport: 'udp', probe: 'enpc.probe', packets: 1, bytes: 1 } as const;
    const looks = () => [{ ...look, why: 'round', ledger: [row] } as const];
    const { text } = await new Metrics('1', { devices: [], virtual: true, looks }).scrape(undefined);
    for (const [, name] of text.matchAll(/^([a-z]\w*)[{ ]/gm)) names.add(name ?? '');
  });

  it('asks for nothing that /metrics does not tell', () => {
    const asked = expressions().flatMap(({ expr }) => metricsIn(expr));
    const defined = readDashboard().templating.list.flatMap(({ definition = '' }) =>
      [...definition.matchAll(/label_values\((\w+)/g)].map(([, name]) => name ?? ''),
    );
    expect(asked.length).toBeGreaterThan(20);
    expect(defined).toHaveLength(3);
    expect([...asked, ...defined].filter((name) => !names.has(name))).toEqual([]);
  });

  it('uses in its legends only labels that its expressions keep', () => {
    const lost = expressions().flatMap(({ expr, legend }) =>
      [...legend.matchAll(/\{\{(\w+)\}\}/g)]
        .filter(([, label]) => !new RegExp(`(?:by|group_left) \\([^)]*\\b${label}\\b`).test(expr))
        .map(([, label]) => `${label}: ${expr}`),
    );
    expect(lost).toEqual([]);
  });

  it('is read word by word: a name that we do not know is seen', () => {
    expect(metricsIn('sum by (device) (quietport_nothing{state="x"}) > 0')).toEqual(['quietport_nothing']);
  });
});

/** The names of metrics in an expression: words outside of braces, lists of labels and texts. */
function metricsIn(expr: string): string[] {
  const bare = expr
    .replaceAll(/"[^"]*"/g, '')
    .replaceAll(/\{[^}]*\}/g, '')
    .replaceAll(/\b(?:by|on|group_left) \([^)]*\)/g, '')
    .replaceAll(/\[[^\]]*\]/g, '');
  return [...bare.matchAll(/[a-z_]\w*/gi)].map(([word]) => word).filter((word) => !WORDS.has(word));
}
