import type { Visit } from '@quietport/api';
import type { AlertWatch } from '@quietport/library';
import { openMemoryStore } from '@quietport/store';
import { expect, it } from 'vitest';
import { alertHandlers } from '../../packages/cli/src/serve/handlers/alerts.ts';
import type { ServedStation } from '../../packages/cli/src/serve/handlers/station.ts';

const alert = {
  ...{ id: 'a1', rule: 'jam', severity: 'critical', cause: 'media-jam', text: 'Paper is jammed', told: [] },
  ...{ next: 'Take it out.', since: 0, raisedAt: 0, changedAt: 0, evidence: [] },
};

it.each([
  { caller: { is: 'user', name: 'ann', role: 'operator' } as const, by: 'ann' },
  { caller: { is: 'local' } as const, by: null },
])('who looks after an alert or silences one is written down: $by', async ({ caller, by }) => {
  const said: unknown[] = [];
  const watch: Partial<Record<keyof AlertWatch, unknown>> = {
    acknowledge: async (_id: string, word: { by: unknown }) => {
      said.push(word.by);
      return { alert, silenced: undefined };
    },
    silence: async (wish: { by: unknown }) => void said.push(wish.by),
    silences: async () => [],
  };
  const store = openMemoryStore();
  const station = { store, virtual: false } as unknown as ServedStation;
  const handlers = alertHandlers(station, watch as AlertWatch, { kept: store });
  const visit: Visit = { caller, address: '127.0.0.1', session: undefined, keep: () => undefined };
  const { signal } = new AbortController();
  const asked = { params: {}, query: {}, visit, signal } as const;
  const until = '2030-01-01T00:00:00Z';
  await handlers.acknowledge({ ...asked, params: { alert: 'a1' }, body: { note: '' } } as never);
  await handlers.silence({ ...asked, body: { until, reason: 'moving' } } as never);
  expect(said).toEqual([by, by]);
});
