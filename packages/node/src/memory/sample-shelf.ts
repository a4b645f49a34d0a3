import type { DeviceId, Sample, SampleWish } from '@quietport/core';

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

  of(ids: readonly DeviceId[], { metric, since = -Infinity, until = Infinity, most }: SampleWish): readonly Sample[] {
    const rows = [...new Set(ids)]
      .flatMap((id) => [...(this.#lines.get(id)?.values() ?? [])].flat())
      .filter((row) => row.at >= since && row.at < until && (metric === undefined || row.metric === metric))
      .sort((a, b) => a.at - b.at || this.#compareText(a.metric, b.metric) || this.#compareText(a.device, b.device));
    return rows.slice(Math.max(0, rows.length - most));
  }

  latest(): readonly Sample[] {
    return [...this.#lines.values()].flatMap((metrics) => [...metrics.values()].flatMap((line) => line.at(-1) ?? []));
  }

  #line({ device, metric }: Sample): Sample[] {
    const metrics = this.#lines.get(device) ?? new Map<string, Sample[]>();
    this.#lines.set(device, metrics);
    const line = metrics.get(metric) ?? [];
    metrics.set(metric, line);
    return line;
  }
}
