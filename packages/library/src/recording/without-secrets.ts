import { type Catalogue, type Exchange, equalBytes, type Observation, type Protocol } from '@quietport/core';

type Rooms = Readonly<Record<string, readonly Exchange[]>>;

/**
 * What a look said and heard, as it may be written down: a room that knows secrets leaves them out of its packets, and
 * what it alone could open stands in the recording as it is kept in the evidence.
 */
export function withoutSecrets(rooms: Rooms, heard: readonly Observation[], catalogue: Catalogue): Rooms {
  const cleaned = Object.entries(rooms).map(([id, exchanges]): [string, readonly Exchange[]] => {
    const room = catalogue.find((one) => one.id === id);
    const keeps = room?.keeps;
    if (room === undefined || keeps === undefined) return [id, exchanges];
    const kept = exchanges.flatMap((exchange) => withoutThose(exchange, keeps));
    return [id, [...kept, ...opened(room, kept, heard, catalogue)]];
  });
  return Object.fromEntries(cleaned.filter(([, exchanges]) => exchanges.length > 0));
}

function withoutThose(exchange: Exchange, keeps: NonNullable<Protocol['keeps']>): readonly Exchange[] {
  if (exchange.over === 'http') return [exchange];
  if (exchange.over === 'tcp') {
    const turns = exchange.turns.map(({ said, heard }) => ({ said: keeps(said) ?? new Uint8Array(), heard }));
    return [{ ...exchange, turns }];
  }
  const answers = exchange.answers.flatMap(({ afterMs, bytes }) => {
    const kept = keeps(bytes);
    return kept === undefined ? [] : [{ afterMs, bytes: kept }];
  });
  return answers.length === 0 ? [] : [{ ...exchange, asked: keeps(exchange.asked) ?? new Uint8Array(), answers }];
}

/** The room's evidence, and that of those who ride on it, as far as no packet of the tape holds it. */
function opened(
  room: Protocol,
  kept: readonly Exchange[],
  heard: readonly Observation[],
  catalogue: Catalogue,
): readonly Exchange[] {
  const abilities = Object.keys(room.abilities ?? {});
  const rides = ({ probes }: Protocol) =>
    probes.some((probe) => probe.reach === 'host' && abilities.includes(probe.rides ?? ''));
  const speakers = new Set([room, ...catalogue.filter(rides)].map(({ id }) => id));
  const there = kept.flatMap((row) => {
    if (row.over === 'udp') return row.answers.map(({ bytes }) => bytes);
    // a stream cuts an answer anywhere
    return row.over === 'tcp' ? row.turns.map(({ heard }) => joined(heard.map(({ bytes }) => bytes))) : [];
  });
  return heard
    .filter(({ protocol, raw }) => speakers.has(protocol) && !there.some((bytes) => equalBytes(bytes, raw)))
    .map(({ raw }) => ({
      over: 'udp',
      port: room.ports[0]!.port,
      asked: new Uint8Array(),
      answers: [{ afterMs: 0, bytes: raw }],
    }));
}

function joined(pieces: readonly Uint8Array[]): Uint8Array {
  return Uint8Array.from(pieces.flatMap((piece) => [...piece]));
}
