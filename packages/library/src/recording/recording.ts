import {
  type Arrival,
  type Catalogue,
  type Exchange,
  Fault,
  formatHex,
  type Protocol,
  parseHex,
} from '@quietport/core';

/** What a whole device answered, by room. */
export interface Recording {
  readonly recordedAt: number;
  /** Where it answered. */
  readonly address: string;
  readonly redacted: boolean;
  readonly rooms: Readonly<Record<string, readonly Exchange[]>>;
}

/** A recording as its file holds it (`quietport/recording@1`): all bytes as hex, times in milliseconds. */
export function recordingDocument(recording: Recording): Record<string, unknown> {
  return {
    schema: SCHEMA,
    recordedAt: new Date(recording.recordedAt).toISOString(),
    address: recording.address,
    redacted: recording.redacted,
    rooms: Object.fromEntries(
      Object.entries(recording.rooms).map(([room, rows]) => [room, rows.map((row) => asText(row))]),
    ),
  };
}

/**
 * A recording from the bytes of a file: our own, or what one room knows as a dump of its protocol (a walk, the body of
 * an answer). Throws `file/no-recording`.
 */
export function readRecording(bytes: Uint8Array, name: string, catalogue: Catalogue): Recording {
  const text = new TextDecoder().decode(bytes);
  if (/^\s*\{\s*"schema"/.test(text)) return parseDocument(text, name);
  for (const protocol of catalogue) {
    const exchanges = protocol.fromDump?.(bytes);
    if (exchanges !== undefined && exchanges.length > 0)
      return {
        recordedAt: 0,
        address: UNKNOWN,
        redacted: false,
        rooms: { [speakerOf(protocol, catalogue)]: exchanges },
      };
  }
  throw new Fault('file/no-recording', { path: name, detail: 'no protocol here knows its form' });
}

/** The room whose packets they are: its own, or the one that it rides on. */
function speakerOf({ id, probes }: Protocol, catalogue: Catalogue): string {
  const rides = probes.flatMap((probe) => (probe.reach === 'host' ? (probe.rides ?? []) : []))[0];
  return catalogue.find(({ abilities }) => rides !== undefined && abilities?.[rides] !== undefined)?.id ?? id;
}

function parseDocument(text: string, name: string): Recording {
  const wrong = (detail: string) => new Fault('file/no-recording', { path: name, detail });
  let document: Record<string, unknown>;
  try {
    document = JSON.parse(text) as Record<string, unknown>;
  } catch (error) {
    throw wrong(error instanceof Error ? error.message : String(error));
  }
  const { schema, recordedAt, address, redacted, rooms } = document;
  if (schema !== SCHEMA) throw wrong(`its schema is ${JSON.stringify(schema)} and not "${SCHEMA}"`);
  if (typeof address !== 'string' || typeof rooms !== 'object' || rooms === null) throw wrong('address or rooms lack');
  const read = Object.entries(rooms as Record<string, unknown>).map(([room, rows]) => {
    if (!Array.isArray(rows)) throw wrong(`rooms.${room} is no list`);
    return [room, rows.map((row, i) => asExchange(row, () => wrong(`rooms.${room}[${i}] is no exchange`)))] as const;
  });
  return {
    recordedAt: Date.parse(String(recordedAt)) || 0,
    address,
    redacted: redacted === true,
    rooms: Object.fromEntries(read),
  };
}

/** The same object with its bytes as hex text, at any depth. */
function asText(value: unknown): unknown {
  if (value instanceof Uint8Array) return formatHex(value);
  if (Array.isArray(value)) return value.map((one) => asText(one));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, asText(one)]));
}

function asExchange(row: unknown, wrong: () => Fault): Exchange {
  if (typeof row !== 'object' || row === null) throw wrong();
  const cells = row as Record<string, unknown>;
  const bytes = (value: unknown): Uint8Array => {
    const read = typeof value === 'string' ? parseHex(value) : undefined;
    if (read === undefined) throw wrong();
    return read;
  };
  const number = (value: unknown): number => {
    if (typeof value !== 'number' || !Number.isFinite(value)) throw wrong();
    return value;
  };
  const text = (value: unknown): string => {
    if (typeof value !== 'string') throw wrong();
    return value;
  };
  const list = <T>(value: unknown, read: (one: Record<string, unknown>) => T): T[] => {
    if (!Array.isArray(value)) throw wrong();
    return value.map((one) => {
      if (typeof one !== 'object' || one === null) throw wrong();
      return read(one as Record<string, unknown>);
    });
  };
  const arrival = (one: Record<string, unknown>): Arrival => ({
    afterMs: number(one['afterMs']),
    bytes: bytes(one['bytes']),
  });
  const port = number(cells['port']);
  switch (cells['over']) {
    case 'udp':
      return { over: 'udp', port, asked: bytes(cells['asked']), answers: list(cells['answers'], arrival) };
    case 'http':
      return {
        over: 'http',
        port,
        secure: cells['secure'] === true,
        method: text(cells['method']),
        path: text(cells['path']),
        asked: bytes(cells['asked']),
        status: number(cells['status']),
        headers: Object.fromEntries(
          Object.entries((cells['headers'] ?? {}) as Record<string, unknown>).map(([key, value]) => [key, text(value)]),
        ),
        answer: bytes(cells['answer']),
        afterMs: number(cells['afterMs']),
      };
    case 'tcp':
      return {
        over: 'tcp',
        port,
        turns: list(cells['turns'], (turn) => ({ said: bytes(turn['said']), heard: list(turn['heard'], arrival) })),
      };
    default:
      throw wrong();
  }
}

const SCHEMA = 'quietport/recording@1';
/** A dump does not say where its device was (RFC 5737). */
const UNKNOWN = '192.0.2.1';
