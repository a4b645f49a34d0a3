import { type Clock, Fault, type Store } from '@quietport/core';
import { settingRows } from '../settings/rows.ts';
import type { Configured, Settings, Source } from '../settings/settings.ts';

/** What a person has set over the API, which stands in the inventory: it counts where nobody has set it elsewhere. */
export class KeptSettings {
  readonly #configured: Configured;
  readonly #records: Store['records'];
  readonly #clock: Pick<Clock, 'now'>;
  #kept: ReadonlyMap<string, string> = new Map();

  private constructor(configured: Configured, records: Store['records'], clock: Pick<Clock, 'now'>) {
    this.#configured = configured;
    this.#records = records;
    this.#clock = clock;
  }

  static async open(
    configured: Configured,
    { records }: Pick<Store, 'records'>,
    clock: Pick<Clock, 'now'>,
  ): Promise<KeptSettings> {
    const made = new KeptSettings(configured, records, clock);
    await made.#read();
    return made;
  }

  /** As they hold now. */
  get now(): Settings {
    const own = settingRows.map((row) => {
      const text = this.#isElsewhere(row.key) ? undefined : this.#kept.get(row.key);
      return text === undefined ? undefined : row.parse([text], HERE);
    });
    return Object.assign({}, this.#configured.settings, ...own) as Settings;
  }

  /** By key. */
  sources(key: string): readonly Source[] | readonly [{ readonly from: 'kept'; readonly where: '' }] {
    if (!this.#isElsewhere(key) && this.#kept.has(key)) return [{ from: 'kept', where: '' }];
    return this.#configured.sources.get(key) ?? [];
  }

  isChangeable(key: string): boolean {
    return changeable.includes(key) && !this.#isElsewhere(key);
  }

  /** Throws `config/bad-value` and `config/set-elsewhere`. */
  async put(key: string, value: string): Promise<void> {
    this.#demandOwn(key);
    const row = settingRows.find((each) => each.key === key);
    if (row?.parse([value], HERE) === undefined)
      throw new Fault('config/bad-value', { key, value, expected: row?.expected ?? '' });
    await this.#records.put([{ kind: KIND, id: key, at: this.#clock.now(), value: { text: value } }]);
    await this.#read();
  }

  /** Throws `config/set-elsewhere`. */
  async reset(key: string): Promise<void> {
    this.#demandOwn(key);
    await this.#records.remove(KIND, [key]);
    await this.#read();
  }

  async #read(): Promise<void> {
    const rows = await this.#records.list(KIND, { most: 100 });
    const known = rows.filter(({ id }) => changeable.includes(id));
    this.#kept = new Map(known.map(({ id, value }) => [id, (value as { readonly text: string }).text]));
  }

  #demandOwn(key: string): void {
    const [source] = this.#configured.sources.get(key) ?? [];
    if (this.#isElsewhere(key)) throw new Fault('config/set-elsewhere', { key, where: source?.where ?? '' });
  }

  #isElsewhere(key: string): boolean {
    const [source] = this.#configured.sources.get(key) ?? [];
    return source !== undefined && source.from !== 'default';
  }
}

// these are asked for whenever they are needed; all others once, at the start
const changeable: readonly string[] = ['retention-raw', 'retention-hourly', 'approval'];
const KIND = 'setting';
// none of them is a path
const HERE = { folder: '/', home: '/' };
