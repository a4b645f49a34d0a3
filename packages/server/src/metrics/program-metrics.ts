import type { LedgerRow, LookReason, Millis } from '@quietport/core';
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import { type Family, renderPoint } from './family.ts';

/** One look that is over, as far as it is counted. */
export interface CountedLook {
  readonly why: LookReason;
  readonly virtual: boolean;
  readonly startedAt: Millis;
  readonly finishedAt: Millis;
  readonly asked: number;
  readonly answered: number;
  readonly ledger: readonly LedgerRow[];
  readonly failed?: string;
}

/** What this program tells of itself: its process, its looks, and what they sent. In a registry of its own. */
export class ProgramMetrics {
  readonly #registry = new Registry();
  readonly #counted = new WeakSet<CountedLook>();
  readonly #looks = this.#counter('quietport_looks_total', 'Looks that are over.', ['reason', 'outcome', 'virtual']);
  readonly #asked = this.#counter('quietport_look_asked_total', 'Addresses that looks have asked.', ['virtual']);
  readonly #answered = this.#counter('quietport_look_answered_total', 'Addresses that have answered.', ['virtual']);
  readonly #packets = this.#counter(
    'quietport_probe_packets_total',
    'Packets that left through the gate during looks, by what sent them.',
    ['probe', 'transport', 'virtual'],
  );
  readonly #bytes = this.#counter(
    'quietport_probe_bytes_total',
    'Bytes in those packets, without the headers of the network.',
    ['probe', 'transport', 'virtual'],
  );
  readonly #last = new Gauge({
    name: 'quietport_look_last_timestamp_seconds',
    help: 'When the last look ended that could be done.',
    labelNames: ['reason', 'virtual'],
    registers: [this.#registry],
  });
  readonly #took = new Histogram({
    name: 'quietport_look_duration_seconds',
    help: 'How long looks took.',
    labelNames: ['reason', 'virtual'],
    buckets: [0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800],
    registers: [this.#registry],
  });

  constructor(version: string, listeners: () => number) {
    const registers = [this.#registry];
    new Gauge({
      name: 'quietport_build_info',
      help: 'The version that runs, always 1.',
      labelNames: ['version'],
      registers,
    }).set({ version }, 1);
    new Gauge({
      name: 'quietport_event_listeners',
      help: 'Clients that listen to the event stream.',
      registers,
      collect() {
        this.set(listeners());
      },
    });
    collectDefaultMetrics({ register: this.#registry });
    // gauges that are named like counters: `nodejs_active_resources` and its like say the same, by kind
    for (const kind of ['handles', 'requests', 'resources'])
      this.#registry.removeSingleMetric(`nodejs_active_${kind}_total`);
  }

  /** Takes what is new among the latest looks. */
  count(looks: Iterable<CountedLook>): void {
    for (const look of looks) {
      if (this.#counted.has(look)) continue;
      this.#counted.add(look);
      const [reason, virtual] = [look.why, String(look.virtual)];
      this.#looks.inc({ reason, outcome: look.failed === undefined ? 'done' : 'failed', virtual });
      this.#asked.inc({ virtual }, look.asked);
      this.#answered.inc({ virtual }, look.answered);
      this.#took.observe({ reason, virtual }, Math.max(0, look.finishedAt - look.startedAt) / 1000);
      if (look.failed === undefined) this.#last.set({ reason, virtual }, look.finishedAt / 1000);
      for (const { probe, transport, packets, bytes } of look.ledger) {
        this.#packets.inc({ probe, transport, virtual }, packets);
        this.#bytes.inc({ probe, transport, virtual }, bytes);
      }
    }
  }

  async families(): Promise<Family[]> {
    return (await this.#registry.getMetricsAsJSON()).map((metric): Family => {
      const { name, help, type } = metric;
      const lines = (metric.values as readonly Told[]).map(({ labels, value, metricName = name }) =>
        renderPoint(metricName, { labels: ordered(labels), value }),
      );
      return { name, help, type: typeOf(name, String(type)), lines };
    });
  }

  #counter<N extends string>(name: string, help: string, labelNames: N[]): Counter<N> {
    return new Counter({ name, help, labelNames, registers: [this.#registry] });
  }
}

/** A value as prom-client gives it; its own type knows nothing of the parts of a histogram. */
interface Told {
  readonly labels: Readonly<Record<string, string | number>>;
  readonly value: number;
  readonly metricName?: string;
}

function typeOf(name: string, type: string): Family['type'] {
  if (type === 'gauge' && name.endsWith('_info')) return 'info';
  return type === 'counter' || type === 'histogram' || type === 'summary' ? type : 'gauge';
}

/** `le` last, as everybody writes it. */
function ordered({ le, ...labels }: Told['labels']): Told['labels'] {
  return le === undefined ? labels : { ...labels, le };
}
