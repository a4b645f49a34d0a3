import type { CaptureReading } from './capture-packet.ts';
import { isPcap, readPcap } from './pcap.ts';
import { isPcapng, readPcapng } from './pcapng.ts';

/** The packets of a capture file, whichever of the two forms it has. `undefined` where it is none. */
export function readCaptureFile(bytes: Uint8Array): CaptureReading | undefined {
  if (isPcapng(bytes)) return readPcapng(bytes);
  return isPcap(bytes) ? readPcap(bytes) : undefined;
}
