import { queryOptions } from '@tanstack/react-query';
import { documentOf } from './query.ts';

/** Supplies by urgency. Forecasts move with the days and have no event: they are read again each minute. */
export const toBuy = queryOptions({
  ...documentOf('GET /api/v1/supplies', { query: { limit: 50 } }),
  refetchInterval: 60_000,
});

/** What runs out first. Nothing of it is guessed: what nobody knows is not among them. */
export function soonest<Row extends { readonly urgency: string }>(supplies: readonly Row[], most: number): Row[] {
  return supplies.filter(({ urgency }) => urgency === 'now' || urgency === 'soon').slice(0, most);
}
