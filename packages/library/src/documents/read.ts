import type { ReadCaptures } from '../capture/read-captures.ts';
import { iso } from './device.ts';
import { findDocument } from './find.ts';

/** What captures told, as `quietport/find@1` with the files beside it: whoever reads looks reads this as well. */
export function readDocument(read: ReadCaptures): object {
  return {
    ...findDocument(read),
    captures: read.captures.map(({ name, heard: { counts, end, first, last } }) => ({
      file: name,
      packets: counts.packets,
      firstAt: first === undefined ? null : iso(first),
      lastAt: last === undefined ? null : iso(last),
      end: end.is,
      endOffset: end.is === 'whole' ? null : end.error.offset,
      unknownLinks: [...counts.unknownLinks].map(([link, packets]) => ({ link, packets })),
      broken: counts.broken,
      fragmentsLost: counts.fragmentsLost,
      encrypted: counts.tls,
      cut: counts.cut,
    })),
  };
}
