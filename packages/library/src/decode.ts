import { type Catalogue, type Described, Fault } from '@quietport/core';

/** One packet by one protocol. Throws `usage/no-such-protocol`. */
export function decode(protocol: string, bytes: Uint8Array, catalogue: Catalogue): Described {
  const rooms = catalogue.filter((row) => row.decodes !== false);
  const room = rooms.find((row) => row.id === protocol);
  if (room === undefined)
    throw new Fault('usage/no-such-protocol', { protocol, known: rooms.map((row) => row.id).join(', ') });
  return room.describe(bytes);
}
