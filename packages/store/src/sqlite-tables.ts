import type { Attempt, Device, LookNote, Observation, RollEntry } from '@quietport/core';
import { askedOf, type Tables } from '@quietport/node';
import type { Insertable, Kysely, Selectable } from 'kysely';

import { inBatches } from './in-batches.ts';
import type { AttemptRow, ObservationRow, RollRow, Schema } from './schema.ts';
import { recordsOver } from './sqlite-records.ts';
import { samplesOver } from './sqlite-samples.ts';

/** The tables through Kysely, on a connection or inside of a transaction. */
export function tablesOver(db: Kysely<Schema>): Tables {
  return {
    observations: {
      append: (rows) =>
        inBatches(rows, (batch) =>
          db
            .insertInto('observation')
            .values(batch.map(toObservationRow))
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute(),
        ),
      all: async () => {
        const rows = await db.selectFrom('observation').selectAll().orderBy('at').orderBy('id').execute();
        return rows.map(toObservation);
      },
      get: async (id) => {
        const row = await db.selectFrom('observation').selectAll().where('id', '=', id).executeTakeFirst();
        return row === undefined ? undefined : toObservation(row);
      },
      some: async (ids) => {
        const found: Observation[] = [];
        await inBatches([...new Set(ids)], async (batch) => {
          const rows = await db.selectFrom('observation').selectAll().where('id', 'in', batch).execute();
          for (const row of rows) found.push(toObservation(row));
        });
        return found.sort((a, b) => a.at - b.at || Number(a.id > b.id) - Number(a.id < b.id));
      },
      of: async (protocol) => {
        const wanted = db.selectFrom('observation').selectAll().where('protocol', '=', protocol);
        return (await wanted.orderBy('at').orderBy('id').execute()).map(toObservation);
      },
      remove: (ids) => inBatches(ids, (batch) => db.deleteFrom('observation').where('id', 'in', batch).execute()),
    },
    attempts: {
      append: (rows) =>
        inBatches(rows, (batch) =>
          db
            .insertInto('attempt')
            .values(batch.map(toAttemptRow))
            .onConflict((conflict) =>
              conflict
                .column('asked')
                .doUpdateSet(({ ref }) => ({ at: ref('excluded.at'), attempt: ref('excluded.attempt') }))
                .whereRef('excluded.at', '>=', 'attempt.at'),
            )
            .execute(),
        ),
      all: async () => {
        const rows = await db.selectFrom('attempt').select('attempt').orderBy('position').execute();
        return rows.map((row) => JSON.parse(row.attempt) as Attempt);
      },
    },
    looks: {
      append: (rows) =>
        inBatches(rows, (batch) =>
          db
            .insertInto('look')
            .values(batch.map((note) => ({ id: note.id, at: note.at, note: JSON.stringify(note) })))
            .onConflict((conflict) => conflict.column('id').doNothing())
            .execute(),
        ),
      all: async () => {
        const rows = await db.selectFrom('look').select('note').orderBy('at').orderBy('id').execute();
        return rows.map(({ note }) => JSON.parse(note) as LookNote);
      },
      remove: (ids) => inBatches(ids, (batch) => db.deleteFrom('look').where('id', 'in', batch).execute()),
    },
    roll: {
      put: (rows) =>
        inBatches(rows, (batch) =>
          db
            .insertInto('roll')
            .values(batch.map(toRollRow))
            .onConflict((conflict) =>
              conflict
                .column('id')
                .doUpdateSet(({ ref }) => ({ alias_of: ref('excluded.alias_of'), entry: ref('excluded.entry') })),
            )
            .execute(),
        ),
      all: async () => {
        const rows = await db.selectFrom('roll').select('entry').orderBy('position').execute();
        return rows.map((row) => JSON.parse(row.entry) as RollEntry);
      },
    },
    devices: {
      replace: async (devices) => {
        await db.deleteFrom('device').execute();
        await inBatches(devices, (batch) =>
          db
            .insertInto('device')
            .values(batch.map((device) => ({ id: device.id, device: JSON.stringify(device) })))
            .execute(),
        );
      },
      put: (devices) =>
        inBatches(devices, (batch) =>
          db
            .insertInto('device')
            .values(batch.map((device) => ({ id: device.id, device: JSON.stringify(device) })))
            .onConflict((conflict) =>
              conflict.column('id').doUpdateSet(({ ref }) => ({ device: ref('excluded.device') })),
            )
            .execute(),
        ),
      some: async (ids) => {
        const found: { position: number; device: string }[] = [];
        await inBatches([...new Set(ids)], async (batch) => {
          const rows = await db.selectFrom('device').select(['position', 'device']).where('id', 'in', batch).execute();
          found.push(...rows);
        });
        return found.sort((a, b) => a.position - b.position).map(({ device }) => JSON.parse(device) as Device);
      },
      all: async () => {
        const rows = await db.selectFrom('device').select('device').orderBy('position').execute();
        return rows.map((row) => JSON.parse(row.device) as Device);
      },
    },
    samples: samplesOver(db),
    records: recordsOver(db),
  };
}

function toObservationRow({ id, at, protocol, raw, ...told }: Observation): Insertable<ObservationRow> {
  return { id, at, protocol, told: JSON.stringify(told), raw };
}

function toObservation({ id, at, protocol, told, raw }: Selectable<ObservationRow>): Observation {
  const rest = JSON.parse(told) as Omit<Observation, 'id' | 'at' | 'protocol' | 'raw'>;
  return { id, at, protocol, ...rest, raw };
}

/** The row of an attempt, for the tables and for the migration that gave it its key. */
export function toAttemptRow(row: Attempt): Insertable<AttemptRow> {
  return { at: row.at, asked: askedOf(row), attempt: JSON.stringify(row) };
}

function toRollRow(entry: RollEntry): Insertable<RollRow> {
  return { id: entry.id, alias_of: entry.aliasOf ?? null, entry: JSON.stringify(entry) };
}
