import type { Sample } from '@quietport/core';
import type { Tables } from '@quietport/node';
import { type Kysely, type RawBuilder, type Selectable, sql } from 'kysely';
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
    of: async (ids, { metric, since, until, everyMs, most }) => {
      if (ids.length === 0) return [];
      let query = db.selectFrom('sample').selectAll().where('device', 'in', ids);
      if (metric !== undefined) query = query.where('metric', '=', metric);
      if (since !== undefined) query = query.where('at', '>=', since);
      if (until !== undefined) query = query.where('at', '<', until);
      if (everyMs !== undefined) {
        const end = until === undefined ? sql`9e999` : sql`${until}`;
        query = query.where(
          sql<boolean>`not exists (select 1 from sample as later where later.device = sample.device
            and later.metric = sample.metric and later.at > sample.at and later.at < ${spanEnd(everyMs)} and later.at < ${end})`,
        );
      }
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
    thin: async (lines, { since, until, everyMs }) => {
      const [from, to] = [Math.ceil(since / everyMs) * everyMs, Math.floor(until / everyMs) * everyMs];
      for (const { device, metric } of lines)
        await sql`delete from sample where device = ${device} and metric = ${metric} and at >= ${from} and at < ${to}
          and ${isNumber('sample')} and exists (select 1 from sample as later where later.device = ${device}
          and later.metric = ${metric} and later.at > sample.at and later.at < ${spanEnd(everyMs)}
          and ${isNumber('later')})`.execute(db);
    },
    prune: async (lines, before) => {
      for (const { device, metric } of lines)
        await sql`delete from sample where device = ${device} and metric = ${metric} and at < ${before} and at <
          (select max(at) from sample as other where other.device = ${device} and other.metric = ${metric})`.execute(
          db,
        );
    },
  };
}

/** Where the span ends in which a sample lies. SQLite's floor() is an option of its build; times before 1970 are none of ours. */
function spanEnd(everyMs: number): RawBuilder<number> {
  return sql`(cast(sample.at / ${everyMs} as integer) + 1) * ${everyMs}`;
}

/** A number as JSON begins with a digit or a minus. */
function isNumber(table: 'sample' | 'later'): RawBuilder<boolean> {
  return sql`${sql.ref(`${table}.value`)} not like '"%' and ${sql.ref(`${table}.value`)} <> 'null'`;
}

function toSample({ device, metric, at, value }: Selectable<SampleRow>): Sample {
  return { device, metric, at, value: JSON.parse(value) as Sample['value'] };
}
