import type { KeptRecord } from '@quietport/core';
import type { Tables } from '@quietport/node';
import type { Kysely, Selectable } from 'kysely';
import { inBatches } from './in-batches.ts';
import type { RecordRow, Schema } from './schema.ts';

/** The records through Kysely, on a connection or inside of a transaction. */
export function recordsOver(db: Kysely<Schema>): Tables['records'] {
  return {
    put: (rows) =>
      inBatches(rows, (batch) =>
        db
          .insertInto('record')
          .values(batch.map(({ kind, id, at, value }) => ({ kind, id, at, value: JSON.stringify(value) })))
          .onConflict((conflict) =>
            conflict
              .columns(['kind', 'id'])
              .doUpdateSet(({ ref }) => ({ at: ref('excluded.at'), value: ref('excluded.value') })),
          )
          .execute(),
      ),
    get: async (kind, id) => {
      const row = await db
        .selectFrom('record')
        .selectAll()
        .where('kind', '=', kind)
        .where('id', '=', id)
        .executeTakeFirst();
      return row === undefined ? undefined : toRecord(row);
    },
    list: async (kind, { most, behind, since }) => {
      let query = db.selectFrom('record').selectAll().where('kind', '=', kind);
      if (since !== undefined) query = query.where('at', '>=', since);
      if (behind !== undefined)
        query = query.where(({ and, eb, or }) =>
          or([eb('at', '<', behind.at), and([eb('at', '=', behind.at), eb('id', '<', behind.id)])]),
        );
      const rows = await query.orderBy('at', 'desc').orderBy('id', 'desc').limit(most).execute();
      return rows.map(toRecord);
    },
    remove: (kind, ids) =>
      inBatches(ids, (batch) => db.deleteFrom('record').where('kind', '=', kind).where('id', 'in', batch).execute()),
  };
}

function toRecord({ kind, id, at, value }: Selectable<RecordRow>): KeptRecord {
  return { kind, id, at, value: JSON.parse(value) as object };
}
