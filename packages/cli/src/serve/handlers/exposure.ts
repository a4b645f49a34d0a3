import type { Handlers } from '@quietport/api';
import type { Catalogue } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import { auditDocument, findingProofDocument, readAudit, whyOpen } from '@quietport/library';
import { systemClock } from '@quietport/node';
import type { ServedStation } from './station.ts';

/** Reads the evidence of what is shown; a page of devices at a time, in the order of their addresses. */
export function exposureHandlers(
  station: ServedStation,
  catalogue: Catalogue,
): Pick<Handlers, 'exposure' | 'deviceExposure' | 'findingProof'> {
  // what is shown may become another inventory
  const house = () => ({ store: station.store, catalogue, clock: systemClock });
  const read = (ids: readonly string[]) => readAudit(ids, house());
  return {
    exposure: async ({ query: { limit, cursor } }) => {
      const all = station.devices.filter(({ ignored }) => ignored !== true);
      const behind = all.findIndex(({ id }) => id === cursor);
      if (cursor !== undefined && behind < 0) throw new Fault('request/bad-cursor');
      const page = all.slice(behind + 1, behind + 1 + limit).map(({ id }) => id);
      const next = behind + 1 + limit < all.length ? page.at(-1) : undefined;
      return { ...auditDocument(page.length === 0 ? [] : await read(page)), next: next ?? null };
    },
    findingProof: async ({ params: { id, rule } }) => findingProofDocument(await whyOpen(id, rule, house())),
    deviceExposure: async ({ params }) => ({ ...auditDocument(await read([params.id])), next: null }),
  };
}
