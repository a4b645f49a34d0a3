import { type AttachedDevice, type AttachedSource, type Attributes, type CarriedOut, Fault } from '@quietport/core';
import type { TextFile } from '@quietport/node';

/** A source whose devices have no place of their own for what is set. */
export type ReadSource = Pick<AttachedSource, 'id' | 'read'>;

/** What somebody can set of any device (NCDP/2 open profile, function 0100). */
const settableNames: readonly string[] = ['printer-name', 'printer-location', 'printer-info', 'printer-geo-location'];

type Texts = Readonly<Record<string, string | null>>;

/**
 * The same devices with what was set of them: kept in a file of ours, over what the source tells, for as long as the file
 * is there. A value that was removed stays away, whatever the source tells. None of them can be told to do anything.
 */
export function withOwnValues(source: ReadSource, values: OwnValues): AttachedSource {
  return {
    id: source.id,
    read: async (signal) => {
      const devices = await source.read(signal);
      const kept = await values.all();
      return devices.map((device) => overlaid(device, kept.get(device.key)));
    },
    set: async (key, changes, signal) => {
      const [texts, why] = textsIn(changes);
      if (texts === undefined) return { is: 'refused', why };
      const devices = await source.read(signal);
      if (!devices.some((device) => device.key === key)) return { is: 'failed', why: `${key} is not there any more` };
      return values.change(key, texts);
    },
    command: async () => ({ is: 'refused', why: 'this device cannot be told to do anything from here' }),
  };
}

function overlaid(device: AttachedDevice, kept: Texts | undefined): AttachedDevice {
  const attributes: Record<string, Attributes[string]> = { ...device.attributes };
  for (const [name, value] of Object.entries(kept ?? {})) {
    if (value === null) delete attributes[name];
    else attributes[name] = value;
  }
  return { ...device, attributes, settable: settableNames };
}

function textsIn(changes: Attributes): readonly [Texts, ''] | readonly [undefined, string] {
  const texts: Record<string, string | null> = {};
  for (const [name, value] of Object.entries(changes)) {
    if (!settableNames.includes(name)) return [undefined, `${name} cannot be set`];
    if (value !== null && typeof value !== 'string') return [undefined, `${name} takes a text`];
    texts[name] = value;
  }
  return [texts, ''];
}

/** What was set of devices that cannot keep it themselves: `quietport/attached@1`, by key. */
export class OwnValues {
  readonly #file: TextFile;
  #kept: Map<string, Texts> | undefined;
  /** One change after the other: each is written whole. */
  #turn: Promise<unknown> = Promise.resolve();

  constructor(file: TextFile) {
    this.#file = file;
  }

  /** Throws `file/cannot-read` and `announce/bad-state`. */
  async all(): Promise<ReadonlyMap<string, Texts>> {
    this.#kept ??= readValues(await this.#file.read(), this.#file.path);
    return this.#kept;
  }

  /** On the disk when it says done; else nothing has changed. */
  change(key: string, changes: Texts): Promise<CarriedOut> {
    const done = this.#turn.then(() => this.#write(key, changes));
    this.#turn = done;
    return done;
  }

  async #write(key: string, changes: Texts): Promise<CarriedOut> {
    try {
      const next = new Map(await this.all());
      next.set(key, { ...next.get(key), ...changes });
      if (next.size > MOST_DEVICES) return { is: 'failed', why: `${this.#file.path} holds ${MOST_DEVICES} devices` };
      await this.#file.write(`${JSON.stringify({ schema: SCHEMA, devices: Object.fromEntries(next) }, null, 2)}\n`);
      this.#kept = next;
      return { is: 'done' };
    } catch (error) {
      if (error instanceof Fault) return { is: 'failed', why: error.text };
      throw error;
    }
  }
}

function readValues(text: string | undefined, path: string): Map<string, Texts> {
  if (text === undefined) return new Map();
  const bad = (detail: string, cause?: unknown) => new Fault('announce/bad-state', { path, detail }, cause);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    throw bad('it is no JSON', error);
  }
  const { schema, devices } = (document ?? {}) as { readonly schema?: unknown; readonly devices?: unknown };
  if (schema !== SCHEMA) throw bad(`its schema is not "${SCHEMA}"`);
  if (!isRecord(devices)) throw bad('it has no devices');
  const rows = Object.entries(devices).map(([key, row]) => {
    const texts = isRecord(row) ? Object.entries(row) : undefined;
    if (texts?.every(([name, value]) => settableNames.includes(name) && isTextOrNull(value)) !== true)
      throw bad(`"${key}" has other values than those that can be set`);
    return [key, row as Texts] as const;
  });
  return new Map(rows);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isTextOrNull(value: unknown): boolean {
  return value === null || typeof value === 'string';
}

const SCHEMA = 'quietport/attached@1';
const MOST_DEVICES = 10_000;
