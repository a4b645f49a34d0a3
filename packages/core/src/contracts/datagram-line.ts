/** The one place that a person's order may talk to by UDP; what others send is not heard. Close it. */
export interface DatagramLine {
  /** False where it did not leave. */
  send(bytes: Uint8Array, signal: AbortSignal): Promise<boolean>;
  listen(listener: (bytes: Uint8Array) => void): void;
  close(): void;
}
