import { Fault, type Observation, type Store } from '@quietport/core';
import type { Desk, Ongoing } from './desk.ts';
import type { Tables } from './engine.ts';

/**
 * A `Store` that asks at a desk, until it is closed. It is written once, so that every kind of store means the same by
 * transactions, turns and ends. `leave` is called once, when all that was asked is done.
 */
export function storeOver(desk: Desk, leave: () => Promise<void>): Store {
  let closing: Promise<void> | undefined;

  function open<T>(ask: () => Promise<T>): Promise<T> {
    return closing === undefined ? ask() : Promise.reject(new Fault('store/used-after-end', { what: 'store' }));
  }

  return {
    ...facade(
      (work) => open(() => desk.read(work)),
      (work) => open(() => desk.change((ongoing) => work(ongoing.tables))),
    ),
    transaction: (work) => open(() => desk.change((ongoing) => work(insideOf(ongoing)))),
    close: () => {
      if (desk.ongoing !== undefined) return cannotClose();
      closing ??= desk.last(leave);
      return closing;
    },
  };
}

/** The store that the work of a transaction is handed. */
function insideOf(ongoing: Ongoing): Store {
  const perform: Perform = (work) => ongoing.join(() => work(ongoing.tables));
  const store: Store = {
    ...facade(perform, perform),
    transaction: (work) => ongoing.join(() => work(store)),
    close: cannotClose,
  };
  return store;
}

function cannotClose(): Promise<void> {
  return Promise.reject(new Error('A transaction cannot close its store.'));
}

type Perform = <T>(work: (tables: Tables) => Promise<T>) => Promise<T>;

function facade(read: Perform, write: Perform): Tables {
  return {
    observations: {
      append: (rows) => {
        const copies = rows.map(withOwnBytes);
        return write((tables) => tables.observations.append(copies));
      },
      all: () => read((tables) => tables.observations.all()),
      get: (id) => read((tables) => tables.observations.get(id)),
      some: (ids) => read((tables) => tables.observations.some(ids)),
      of: (protocol) => read((tables) => tables.observations.of(protocol)),
      remove: (ids) => write((tables) => tables.observations.remove(ids)),
    },
    attempts: {
      append: (rows) => write((tables) => tables.attempts.append(rows)),
      all: () => read((tables) => tables.attempts.all()),
    },
    looks: {
      append: (rows) => write((tables) => tables.looks.append(rows)),
      all: () => read((tables) => tables.looks.all()),
      remove: (ids) => write((tables) => tables.looks.remove(ids)),
    },
    roll: {
      put: (rows) => write((tables) => tables.roll.put(rows)),
      all: () => read((tables) => tables.roll.all()),
    },
    devices: {
      replace: (devices) => write((tables) => tables.devices.replace(devices)),
      put: (devices) => write((tables) => tables.devices.put(devices)),
      all: () => read((tables) => tables.devices.all()),
      some: (ids) => read((tables) => tables.devices.some(ids)),
    },
    samples: {
      append: (rows) => write((tables) => tables.samples.append(rows)),
      of: (ids, wish) => read((tables) => tables.samples.of(ids, wish)),
      latest: () => read((tables) => tables.samples.latest()),
      thin: (lines, how) => write((tables) => tables.samples.thin(lines, how)),
      prune: (lines, before) => write((tables) => tables.samples.prune(lines, before)),
    },
    records: {
      put: (rows) => write((tables) => tables.records.put(rows)),
      get: (kind, id) => read((tables) => tables.records.get(kind, id)),
      list: (kind, wish) => read((tables) => tables.records.list(kind, wish)),
      remove: (kind, ids) => write((tables) => tables.records.remove(kind, ids)),
    },
  };
}

/** What is kept is copied at the border, and at once: a socket's buffer may be filled anew before our turn comes. */
function withOwnBytes(row: Observation): Observation {
  return { ...row, raw: Uint8Array.from(row.raw) };
}
