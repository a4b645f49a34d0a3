import type { Attempt, Device, LookNote, Observation, RollEntry, Store } from '@quietport/core';
import { askedOf } from './asked.ts';
import { Desk } from './desk.ts';
import type { Engine, Opened, Tables } from './engine.ts';
import { RecordShelf } from './record-shelf.ts';
import { SampleShelf } from './sample-shelf.ts';
import { storeOver } from './store-over.ts';

/** A store that lasts as long as the process: for tests, for the library, and for looking without leaving a trace. */
export function openMemoryStore(): Store {
  const memory = new Memory();
  return storeOver(new Desk(memory), () => memory.close());
}

class Memory implements Engine {
  readonly #observations = new Map<string, Observation>();
  /** The newest by what was asked, in the order of first coming. */
  readonly #attempts = new Map<string, Attempt>();
  readonly #looks = new Map<string, LookNote>();
  readonly #roll = new Map<string, RollEntry>();
  readonly #samples = new SampleShelf(compareText);
  readonly #records = new RecordShelf(compareText);
  #devices: readonly Device[] = [];
  #sorted: readonly Observation[] | undefined;
  /** How to take back each change of the open transaction, in order. */
  #undo: (() => void)[] = [];

  readonly tables: Tables = {
    observations: {
      append: async (rows) => {
        for (const row of rows) this.#addObservation(row);
      },
      all: async () => this.#inOrder().map(withOwnBytes),
      get: async (id) => {
        const row = this.#observations.get(id);
        return row === undefined ? undefined : withOwnBytes(row);
      },
      some: async (ids) =>
        [...new Set(ids)]
          .flatMap((id) => this.#observations.get(id) ?? [])
          .sort(compareTimes)
          .map(withOwnBytes),
      of: async (wanted) =>
        this.#inOrder()
          .filter(({ protocol }) => protocol === wanted)
          .map(withOwnBytes),
      remove: async (ids) => {
        for (const id of ids) this.#removeObservation(id);
      },
    },
    attempts: {
      append: async (rows) => {
        for (const row of rows) this.#putAttempt(row);
      },
      all: async () => [...this.#attempts.values()],
    },
    looks: {
      append: async (rows) => {
        for (const row of rows) if (!this.#looks.has(row.id)) this.#setLook(row.id, row);
      },
      all: async () => [...this.#looks.values()].sort((a, b) => a.at - b.at || compareText(a.id, b.id)),
      remove: async (ids) => {
        for (const id of ids) if (this.#looks.has(id)) this.#setLook(id, undefined);
      },
    },
    roll: {
      put: async (rows) => {
        for (const row of rows) this.#putEntry(row);
      },
      all: async () => [...this.#roll.values()],
    },
    devices: {
      replace: async (devices) => this.#setDevices(devices),
      put: async (devices) => {
        const fresh = new Map(devices.map((device) => [device.id, device]));
        const kept = this.#devices.map((device) => fresh.get(device.id) ?? device);
        for (const { id } of kept) fresh.delete(id);
        this.#setDevices([...kept, ...fresh.values()]);
      },
      all: async () => [...this.#devices],
      some: async (ids) => {
        const wanted = new Set(ids);
        return this.#devices.filter(({ id }) => wanted.has(id));
      },
    },
    samples: {
      append: async (rows) => {
        for (const row of rows) if (this.#samples.add(row)) this.#undo.push(() => this.#samples.take(row));
      },
      of: async (ids, wish) => this.#samples.of(ids, wish),
      latest: async () => this.#samples.latest(),
      thin: async (lines, how) => {
        for (const line of lines) this.#undo.push(this.#samples.thin(line, how));
      },
      prune: async (lines, before) => {
        for (const line of lines) this.#undo.push(this.#samples.prune(line, before));
      },
    },
    records: {
      put: async (rows) => {
        for (const row of rows) {
          const before = this.#records.put(row);
          this.#undo.push(() => void (before ? this.#records.put(before) : this.#records.take(row.kind, row.id)));
        }
      },
      get: async (kind, id) => this.#records.get(kind, id),
      list: async (kind, wish) => this.#records.list(kind, wish),
      remove: async (kind, ids) => {
        for (const id of ids) {
          const before = this.#records.take(kind, id);
          if (before !== undefined) this.#undo.push(() => this.#records.put(before));
        }
      },
    },
  };

  async begin(): Promise<Opened> {
    this.#undo = [];
    return {
      tables: this.tables,
      commit: async () => {
        this.#undo = [];
      },
      rollback: async () => {
        for (const takeBack of this.#undo.reverse()) takeBack();
        this.#undo = [];
      },
    };
  }

  async close(): Promise<void> {
    this.#observations.clear();
    this.#sorted = undefined;
  }

  #setDevices(devices: readonly Device[]): void {
    const was = this.#devices;
    this.#undo.push(() => {
      this.#devices = was;
    });
    this.#devices = [...devices];
  }

  #addObservation(row: Observation): void {
    if (this.#observations.has(row.id)) return;
    this.#observations.set(row.id, row);
    this.#sorted = undefined;
    this.#undo.push(() => {
      this.#observations.delete(row.id);
      this.#sorted = undefined;
    });
  }

  #removeObservation(id: string): void {
    const was = this.#observations.get(id);
    if (was === undefined) return;
    this.#observations.delete(id);
    this.#sorted = undefined;
    this.#undo.push(() => {
      this.#observations.set(id, was);
      this.#sorted = undefined;
    });
  }

  #putAttempt(row: Attempt): void {
    const asked = askedOf(row);
    const was = this.#attempts.get(asked);
    if (was !== undefined && was.at > row.at) return;
    this.#attempts.set(asked, row);
    this.#undo.push(() => {
      if (was === undefined) this.#attempts.delete(asked);
      else this.#attempts.set(asked, was);
    });
  }

  #setLook(id: string, row: LookNote | undefined): void {
    const was = this.#looks.get(id);
    const set = (value: LookNote | undefined) => {
      if (value === undefined) this.#looks.delete(id);
      else this.#looks.set(id, value);
    };
    set(row);
    this.#undo.push(() => set(was));
  }

  #putEntry(row: RollEntry): void {
    const was = this.#roll.get(row.id);
    this.#roll.set(row.id, row);
    this.#undo.push(() => {
      if (was === undefined) this.#roll.delete(row.id);
      else this.#roll.set(row.id, was);
    });
  }

  #inOrder(): readonly Observation[] {
    this.#sorted ??= [...this.#observations.values()].sort(compareTimes);
    return this.#sorted;
  }
}

function compareTimes(a: Observation, b: Observation): number {
  return a.at - b.at || compareText(a.id, b.id);
}

/** The reader's bytes are his own, as they are when they come from a disk. */
function withOwnBytes(row: Observation): Observation {
  return { ...row, raw: row.raw.slice() };
}

/** By code point, as a database compares UTF-8: JavaScript's `<` puts U+10000 before U+FFFF. */
function compareText(a: string, b: string): number {
  const left = a[Symbol.iterator]();
  const right = b[Symbol.iterator]();
  for (;;) {
    const x = left.next();
    const y = right.next();
    if (x.done === true || y.done === true) return Number(y.done ?? false) - Number(x.done ?? false);
    const difference = x.value.codePointAt(0)! - y.value.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
}
