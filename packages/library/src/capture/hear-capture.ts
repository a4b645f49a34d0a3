import {
  type CaptureEnd,
  type Catalogue,
  type Clock,
  Ear,
  Fault,
  type Overheard,
  type OverheardTold,
  type OverhearingCounts,
  readCaptureFile,
} from '@quietport/core';

/** A capture file in memory. */
export interface CaptureFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** What one room makes of something overheard. */
export interface RoomTold extends OverheardTold {
  readonly room: string;
}

/** How the reading of a file went. Times are those of its packets, in milliseconds; absent where it has none. */
export interface HeardCapture {
  readonly end: CaptureEnd;
  readonly counts: OverhearingCounts;
  readonly first?: number;
  readonly last?: number;
  /** True where the signal ended the reading. */
  readonly interrupted: boolean;
}

/**
 * Reads a capture from its first packet to its last, and hands over everything that was said, with what the rooms make of
 * it at that moment. Nothing is sent. Throws `file/no-capture`.
 */
export async function hearCapture(
  { name, bytes }: CaptureFile,
  { catalogue, clock }: { readonly catalogue: Catalogue; readonly clock: Clock },
  signal: AbortSignal,
  heard: (overheard: Overheard | undefined, told: readonly RoomTold[]) => void,
): Promise<HeardCapture> {
  const reading = readCaptureFile(bytes);
  if (reading === undefined) throw new Fault('file/no-capture', { path: name, detail: whatInstead(bytes) });
  const streams = new Set(
    catalogue.flatMap(({ ports, overhear }) =>
      overhear === undefined ? [] : ports.filter(({ transport }) => transport === 'tcp').map(({ port }) => port),
    ),
  );
  const ear = new Ear((port) => streams.has(port));
  const rooms = catalogue.flatMap(({ id, overhear }) => (overhear === undefined ? [] : [{ id, room: overhear() }]));
  const hand = (overheard: Overheard) =>
    heard(
      overheard,
      rooms.flatMap(({ id, room }) => room.take(overheard).map((told) => ({ ...told, room: id }))),
    );
  let [first, last]: (number | undefined)[] = [undefined, undefined];
  let step = reading.next();
  for (let count = 1; !step.done && !signal.aborted; step = reading.next(), count++) {
    const { at } = step.value;
    // a block without a time has none to go by
    if (at > 0) [first, last] = [Math.min(first ?? at, at), Math.max(last ?? at, at)];
    for (const overheard of ear.take(step.value)) hand(overheard);
    // others get their turn, and an interrupt is heard
    if (count % AT_A_TIME === 0) await clock.sleep(0, signal);
  }
  for (const overheard of ear.end()) hand(overheard);
  heard(
    undefined,
    rooms.flatMap(({ id, room }) => (room.end?.() ?? []).map((told) => ({ ...told, room: id }))),
  );
  const times = first === undefined || last === undefined ? {} : { first, last };
  return { end: step.done ? step.value : { is: 'whole' }, counts: ear.counts, ...times, interrupted: !step.done };
}

/** What people hand over by mistake. */
function whatInstead(bytes: Uint8Array): string {
  if (bytes.length === 0) return 'it is empty';
  if (bytes[0] === 0x1f && bytes[1] === 0x8b) return 'it is compressed: unpack it with gunzip first';
  if (bytes[0] === 0x28 && bytes[1] === 0xb5) return 'it is compressed: unpack it with unzstd first';
  return 'it begins neither as pcapng nor as pcap';
}

const AT_A_TIME = 5_000;
