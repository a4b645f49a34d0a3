import { closeSync, openSync, writeSync } from 'node:fs';
import type { PcapngWriter, WrittenPacket } from '@quietport/core';
import { Fault } from '@quietport/core/fault';

/** A capture file that grows with each packet: what was heard before a crash is in it. */
export interface CaptureWriter {
  write(packet: WrittenPacket): void;
  close(): void;
}

/** Opens it for its owner alone. One that is there is left as it is, unless `replace`. */
export function openCaptureWriter(path: string, replace: boolean, form: PcapngWriter, comment?: string): CaptureWriter {
  const file = doing(path, () => openSync(path, replace ? 'w' : 'wx', 0o600));
  const put = (bytes: Uint8Array) =>
    doing(path, () => {
      for (let from = 0; from < bytes.length; ) from += writeSync(file, bytes, from);
    });
  put(form.begin(comment));
  return { write: (packet) => put(form.packet(packet)), close: () => closeSync(file) };
}

function doing<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    const exists = (error as NodeJS.ErrnoException).code === 'EEXIST';
    const detail = error instanceof Error ? error.message : String(error);
    throw exists ? new Fault('file/is-there', { path }) : new Fault('file/cannot-write', { path, detail }, error);
  }
}
