import { type Catalogue, type Device, type Dice, Fault } from '@quietport/core';
import { bytesOf, latin1, withBytes } from './bytes-of.ts';
import { inCaseOf, lower, type Swap, swapsFor } from './disguise.ts';
import { type Personal, personalIn } from './personal.ts';
import type { Recording } from './recording.ts';

/**
 * The same recording with every value that names a device, a person or a place in disguise, the same one wherever it
 * stands: as text in any case, in hex, in base64, as bytes. Lengths stay, so every packet can still be read. Throws
 * `record/would-leak` where a value is left in it all the same; nothing is given out then.
 */
export function redactRecording(recording: Recording, device: Device, catalogue: Catalogue, dice: Dice): Recording {
  const values = personalIn(recording, device, catalogue);
  const swaps = swapsFor(values, dice);
  const change = (bytes: Uint8Array) => changed(bytes, swaps);
  const rooms = Object.fromEntries(
    Object.entries(recording.rooms).map(([room, rows]) => [room, rows.map((row) => withBytes(row, change))]),
  );
  const address = latin1(change(Uint8Array.from(recording.address, (sign) => sign.charCodeAt(0))));
  const redacted = { ...recording, address, rooms, redacted: true };
  const leaks = leaksIn(redacted, swaps, values);
  if (leaks.length > 0) throw new Fault('record/would-leak', { count: leaks.length });
  return redacted;
}

/** Values that can still be found. */
function leaksIn({ rooms }: Recording, swaps: readonly Swap[], values: readonly Personal[]): readonly Personal[] {
  const left = Object.values(rooms)
    .flat()
    .flatMap((row) => [...bytesOf(row), ...(row.over === 'http' ? Object.values(row.headers).map(asBytes) : [])])
    .map((bytes) => lower(latin1(bytes)));
  const forms = new Set(swaps.map(({ from }) => from));
  return values.filter(({ value }) => forms.has(lower(value)) && left.some((text) => text.includes(lower(value))));
}

function asBytes(text: string): Uint8Array {
  return Uint8Array.from(text, (sign) => sign.charCodeAt(0) & 0xff);
}

/** The bytes with every value of the swaps in disguise, in base64 as well; as many bytes as before. */
export function changed(bytes: Uint8Array, swaps: readonly Swap[]): Uint8Array {
  const text = latin1(bytes);
  return asBytes(inBase64(swapped(text, swaps), swaps));
}

/** Longest first; what was changed once is not looked at again. */
function swapped(text: string, swaps: readonly Swap[]): string {
  let result = text;
  const done = new Uint8Array(text.length);
  const plain = lower(text);
  for (const { from, to, anyCase } of swaps) {
    const hay = anyCase ? plain : text;
    for (let at = hay.indexOf(from); at >= 0; at = hay.indexOf(from, at + 1)) {
      const end = at + from.length;
      if (done.subarray(at, end).some((mark) => mark === 1)) continue;
      done.fill(1, at, end);
      const there = text.slice(at, end);
      result = result.slice(0, at) + (anyCase ? inCaseOf(there, to) : to) + result.slice(end);
    }
  }
  return result;
}

/** What stands in base64 is as long there in disguise. */
function inBase64(text: string, swaps: readonly Swap[]): string {
  return text.replace(/[A-Za-z0-9+/]{8,}={0,2}/g, (run) => {
    const bytes = Buffer.from(run, 'base64');
    const before = latin1(bytes);
    const after = swapped(before, swaps);
    if (after === before) return run;
    const again = Buffer.from(after, 'latin1').toString('base64');
    return again.length === run.length ? again : again.replace(/=+$/, '').padEnd(run.length, '=').slice(0, run.length);
  });
}
