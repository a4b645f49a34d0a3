import type { Sample } from '@quietport/core';
import type { Tables } from '@quietport/node';
import type { Kysely, Selectable } from 'kysely';
import { inBatches } from './in-batches.ts';
import type { SampleRow, Schema } from './schema.ts';

/** The samples through Kysely, on a connection or inside of a transaction. */
export function samplesOver(db: Kysely<Schema>): Tables['samples'] {
  return {
    append: (rows) =>
      inBatches(rows, (batch) =>
        db
          .insertInto('sample')
          .values(batch.map(({ value, ...row }) => ({ ...row, value: JSON.stringify(value) })))
          .onConflict((conflict) => conflict.columns(['device', 'metric', 'at']).doNothing())
          .execute(),
      ),
    of: async (ids, { metric, since, until, most }) => {
      if (ids.length === 0) return [];
      let query = db.selectFrom('sample').selectAll().where('device', 'in', ids);
      if (metric !== undefined) query = query.where('metric', '=', metric);
      if (since !== undefined) query = query.where('at', '>=', since);
      if (until !== undefined) query = query.where('at', '<', until);
      const newest = query.orderBy('at', 'desc').orderBy('metric', 'desc').orderBy('device', 'desc').limit(most);
      return (await newest.execute()).reverse().map(toSample);
    },
    latest: async () => {
      // SQLite gives the other columns of the row that has the maximum (lang_select.html, 2.5); this says it for all
      const rows = await db
        .selectFrom('sample as one')
        .selectAll('one')
        .whereRef('one.at', '=', ({ selectFrom }) =>
          selectFrom('sample as other')
            .select(({ fn }) => fn.max('other.at').as('at'))
            .whereRef('other.device', '=', 'one.device')
            .whereRef('other.metric', '=', 'one.metric'),
        )
        .execute();
      return rows.map(toSample);
    },
  };
}

function toSample({ device, metric, at, value }: Selectable<SampleRow>): Sample {
  return { device, metric, at, value: JSON.parse(value) as Sample['value'] };
}
