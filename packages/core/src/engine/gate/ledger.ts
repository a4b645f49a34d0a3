import type { Transport } from '../../net/endpoint.ts';

/**
 * What left, by port and probe. A TCP connection counts as one packet of no bytes until something is written, an HTTP
 * exchange as one packet of its head and body. Within TLS the bytes are those before it seals them; its own handshake
 * and the connection's have none.
 */
export interface LedgerRow {
  readonly port: number;
  readonly transport: Transport;
  readonly probe: string;
  readonly packets: number;
  readonly bytes: number;
}

/** What the gate did not let go. */
export interface Refusal {
  readonly probe: string;
  readonly address: string;
  readonly port: number;
  readonly transport: Transport;
  readonly why: RefusalReason;
}

/** `not-declared`: the probe never said that it would touch this port. `budget`: this host has had its share. */
export type RefusalReason = 'print-port' | 'not-declared' | 'out-of-scope' | 'budget';

/** The count of everything that the gate let go, and of what it refused. */
export class Ledger {
  readonly #rows = new Map<string, CountedRow>();
  /** The one that was counted last: thousands of packets of one probe leave for one port in turn. */
  #last: CountedRow | undefined;
  readonly #refusals = new Map<string, Refusal>();

  sent(probe: string, port: number, transport: Transport, bytes: number, packets = 1): void {
    const row = this.#rowOf(probe, port, transport);
    row.packets += packets;
    row.bytes += bytes;
  }

  refused(refusal: Refusal): void {
    const key = `${refusal.probe}|${refusal.why}|${refusal.address}|${refusal.transport}|${refusal.port}`;
    // bounded: the thousandth refusal says nothing that the first did not
    if (this.#refusals.size < 1000) this.#refusals.set(key, refusal);
  }

  rows(): readonly LedgerRow[] {
    return [...this.#rows.values()]
      .map((row) => ({ ...row }))
      .sort((a, b) => a.port - b.port || a.transport.localeCompare(b.transport) || a.probe.localeCompare(b.probe));
  }

  refusals(): readonly Refusal[] {
    return [...this.#refusals.values()];
  }

  #rowOf(probe: string, port: number, transport: Transport): CountedRow {
    const last = this.#last;
    if (last?.probe === probe && last.port === port && last.transport === transport) return last;
    const key = `${probe}|${transport}|${port}`;
    const row = this.#rows.get(key) ?? { port, transport, probe, packets: 0, bytes: 0 };
    this.#rows.set(key, row);
    this.#last = row;
    return row;
  }
}

interface CountedRow {
  readonly port: number;
  readonly transport: Transport;
  readonly probe: string;
  packets: number;
  bytes: number;
}
