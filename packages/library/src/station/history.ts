import { type Device, type Millis, newSamples, type Sample, type Store } from '@quietport/core';

/** Writes down what devices show, where it is news. What was written before a restart is where it goes on. */
export class History {
  readonly #store: Store;
  readonly #latest: Map<string, Map<string, Sample>>;

  private constructor(store: Store, latest: Map<string, Map<string, Sample>>) {
    this.#store = store;
    this.#latest = latest;
  }

  static async open(store: Store): Promise<History> {
    const latest = new Map<string, Map<string, Sample>>();
    const history = new History(store, latest);
    for (const sample of await store.samples.latest()) history.#note(sample);
    return history;
  }

  async take(devices: readonly Device[], now: Millis): Promise<void> {
    const news = devices.flatMap((device) => newSamples(device, this.#before(device), now));
    if (news.length === 0) return;
    await this.#store.samples.append(news);
    for (const sample of news) this.#note(sample);
  }

  /** Under its own id, else under those that it had before. */
  #before({ id, aliases }: Device): ReadonlyMap<string, Sample> {
    const lines = [...aliases, id].flatMap((one) => [...(this.#latest.get(one)?.values() ?? [])]);
    const newest = new Map<string, Sample>();
    for (const sample of lines) {
      const other = newest.get(sample.metric);
      if (other === undefined || other.at <= sample.at) newest.set(sample.metric, sample);
    }
    return newest;
  }

  #note(sample: Sample): void {
    const line = this.#latest.get(sample.device) ?? new Map<string, Sample>();
    this.#latest.set(sample.device, line.set(sample.metric, sample));
  }
}
