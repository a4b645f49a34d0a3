import type { Endpoint, TcpStream } from '@quietport/core';

/** One end of a connection in memory. What one end writes, the other reads, in order. */
export class SimulatedStream implements TcpStream {
  readonly remote: Endpoint;
  readonly local: Endpoint;
  readonly #carry: (deliver: () => void, bytes: number) => void;
  #other: SimulatedStream | undefined;
  #arrived: Uint8Array[] = [];
  #ended = false;
  #closed = false;
  #wake: (() => void) | undefined;

  /** `carry` brings what is written to the other end, later. */
  constructor(local: Endpoint, remote: Endpoint, carry: (deliver: () => void, bytes: number) => void) {
    this.local = local;
    this.remote = remote;
    this.#carry = carry;
  }

  join(other: SimulatedStream): void {
    this.#other = other;
  }

  async read(signal?: AbortSignal): Promise<Uint8Array | undefined> {
    for (;;) {
      if (signal?.aborted || this.#closed) return undefined;
      const bytes = this.#arrived.shift();
      if (bytes !== undefined || this.#ended) return bytes;
      await new Promise<void>((resolve) => {
        const wake = (): void => {
          signal?.removeEventListener('abort', wake);
          this.#wake = undefined;
          resolve();
        };
        this.#wake = wake;
        signal?.addEventListener('abort', wake, { once: true });
      });
    }
  }

  write(bytes: Uint8Array): Promise<void> {
    const other = this.#other;
    const copy = new Uint8Array(bytes);
    const written = new Promise<void>((resolve, reject) => {
      if (this.#closed || other === undefined || other.#closed) return reject(new Error('the connection is closed'));
      this.#carry(() => {
        other.#arrive(copy);
        resolve();
      }, copy.length);
    });
    // whoever does not wait for it shall not end the process when the other side has gone
    written.catch(() => undefined);
    return written;
  }

  async finish(signal: AbortSignal): Promise<'ended' | 'broken' | 'silent'> {
    const other = this.#other;
    if (other !== undefined) this.#carry(() => other.#end(), 0);
    while (!this.#ended && !this.#closed && !signal.aborted) await this.read(signal);
    return this.#ended ? 'ended' : signal.aborted ? 'silent' : 'broken';
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#wake?.();
    const other = this.#other;
    if (other !== undefined) this.#carry(() => other.#end(), 0);
  }

  #arrive(bytes: Uint8Array): void {
    if (this.#closed || this.#ended) return;
    this.#arrived.push(bytes);
    this.#wake?.();
  }

  #end(): void {
    this.#ended = true;
    this.#wake?.();
  }
}
