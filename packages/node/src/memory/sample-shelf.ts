import type { DeviceId, Sample, SampleLine, SampleWish, ThinWish } from '@quietport/core';

/** The samples of a store in memory: by device and metric, each line in order of time. */
export class SampleShelf {
  readonly #lines = new Map<DeviceId, Map<string, Sample[]>>();
  readonly #compareText: (a: string, b: string) => number;

  constructor(compareText: (a: string, b: string) => number) {
    this.#compareText = compareText;
  }

  /** False where there is one of that device, metric and time. */
  add(row: Sample): boolean {
    const line = this.#line(row);
    let i = line.length;
    while (i > 0 && line[i - 1]!.at > row.at) i--;
    if (line[i - 1]?.at === row.at) return false;
    line.splice(i, 0, { ...row });
    return true;
  }

  take(row: Sample): void {
    const line = this.#line(row);
    const i = line.findIndex(({ at }) => at === row.at);
    if (i >= 0) line.splice(i, 1);
  }

  of(ids: readonly DeviceId[], wish: SampleWish): readonly Sample[] {
    const { metric, since = -Infinity, until = Infinity, everyMs, most } = wish;
    const rows = [...new Set(ids)]
      .flatMap((id) => [...(this.#lines.get(id)?.values() ?? [])])
      .flatMap((line) => (metric === undefined || line[0]?.metric === metric ? [line] : []))
      .flatMap((line) => {
        const asked = line.filter(({ at }) => at >= since && at < until);
        return everyMs === undefined ? asked : asked.filter((row, i) => isLast(row, asked[i + 1], everyMs));
      })
      .sort((a, b) => a.at - b.at || this.#compareText(a.metric, b.metric) || this.#compareText(a.device, b.device));
    return rows.slice(Math.max(0, rows.length - most));
  }

  latest(): readonly Sample[] {
    return [...this.#lines.values()].flatMap((metrics) => [...metrics.values()].flatMap((line) => line.at(-1) ?? []));
  }

  /** Gives back how to undo it. */
  thin(place: SampleLine, { since, until, everyMs }: ThinWish): () => void {
    const [from, to] = [Math.ceil(since / everyMs) * everyMs, Math.floor(until / everyMs) * everyMs];
    let next: Sample | undefined;
    return this.#keep(place, (row) => {
      if (typeof row.value !== 'number') return true;
      const stays = row.at < from || row.at >= to || isLast(row, next, everyMs);
      next = row;
      return stays;
    });
  }

  /** Gives back how to undo it. */
  prune(place: SampleLine, before: number): () => void {
    const newest = this.#lines.get(place.device)?.get(place.metric)?.at(-1);
    return this.#keep(place, (row) => row.at >= before || row === newest);
  }

  /** From the newest to the oldest those that stay. */
  #keep({ device, metric }: SampleLine, stays: (row: Sample) => boolean): () => void {
    const metrics = this.#lines.get(device);
    const was = metrics?.get(metric);
    if (metrics === undefined || was === undefined) return () => undefined;
    metrics.set(metric, was.toReversed().filter(stays).reverse());
    return () => metrics.set(metric, was);
  }

  #line({ device, metric }: SampleLine): Sample[] {
    const metrics = this.#lines.get(device) ?? new Map<string, Sample[]>();
    this.#lines.set(device, metrics);
    const line = metrics.get(metric) ?? [];
    metrics.set(metric, line);
    return line;
  }
}

/** Whether none of the same span follows. */
function isLast({ at }: Sample, next: Sample | undefined, everyMs: number): boolean {
  return next === undefined || Math.floor(next.at / everyMs) > Math.floor(at / everyMs);
}
