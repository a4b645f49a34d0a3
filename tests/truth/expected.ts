import type { Recorded } from './corpus.ts';

/** What the bytes of a recording plainly hold: where a field is absent, the index says nothing of it. */
export interface Expected {
  readonly printer?: boolean;
  readonly make?: string;
  readonly model?: string;
  readonly serial?: string;
  readonly uuid?: string;
  readonly mac?: string;
  readonly firmware?: string;
  /** All of them, or absent where the index does not say. */
  readonly supplies?: readonly ExpectedSupply[];
  /** Only these are compared, where the index says nothing of the others. */
  readonly suppliesOf?: string;
}

export interface ExpectedSupply {
  readonly name: string;
  /** As on the wire; absent where the wire tells no number. */
  readonly level?: number;
  readonly max?: number;
}

/** Reads the index's own words, by the kind of the recording. A kind without a reader is none that shows a device. */
export function expectedOf(recorded: Recorded): Expected | undefined {
  return readers[recorded.kind]?.(recorded);
}

type Reader = (recorded: Recorded) => Expected;

const identity = ({ maker, model }: Recorded): Expected => ({ make: maker, model });

const walk: Reader = (recorded) => {
  const { raw = {}, isPrinter } = recorded.expected as {
    raw?: { prtSerial?: string; supplies_idx_descr_max_level_type?: [number, string, string, string][] };
    isPrinter?: boolean;
  };
  return {
    ...identity(recorded),
    ...(isPrinter === undefined ? {} : { printer: isPrinter }),
    ...(raw.prtSerial === undefined ? {} : { serial: raw.prtSerial }),
    supplies: (raw.supplies_idx_descr_max_level_type ?? []).map(([, name, max, level]) => ({
      name,
      level: Number(level),
      max: Number(max),
    })),
  };
};

const excerpt: Reader = (recorded) => {
  const { isPrinter, serial, mac, maker } = recorded.expected as Record<string, never>;
  return {
    make: maker ?? recorded.maker,
    ...(recorded.model.includes('unknown') ? {} : { model: recorded.model }),
    ...optional({ printer: isPrinter, serial, mac }),
  };
};

const ipp: Reader = (recorded) => {
  const cells = recorded.expected as Record<string, unknown>;
  const uuid = cells['printer-uuid'] as string | undefined;
  const names = cells['marker-names'] as string[] | undefined;
  const levels = cells['marker-levels'] as number[] | undefined;
  const { version } = (cells['pyipp'] ?? {}) as { version?: string };
  return {
    ...identity(recorded),
    printer: true,
    ...optional({ uuid: uuid?.replace('urn:uuid:', ''), firmware: version }),
    // levels are percent; marker-high-levels is where a receptacle counts as full, not the end of the scale
    supplies: (names ?? []).map((name, i) => ({ name, level: levels![i]! })),
  };
};

const readers: Readonly<Record<string, Reader>> = {
  snmp: walk,
  'snmp-ident': walk,
  // nothing more is asked of them than that nobody calls them a printer
  'snmp-negative': (recorded) => ({ printer: false, supplies: [], ...pick(walk(recorded), 'serial') }),
  'snmp-excerpt': excerpt,
  'snmp-json': (recorded) => {
    const { brotherLib } = recorded.expected as { brotherLib?: Record<string, string> };
    // serial numbers and MACs are masked at the source
    return brotherLib === undefined ? {} : { ...identity(recorded), ...optional({ firmware: brotherLib['firmware'] }) };
  },
  'ipp-response': ipp,
  'ipp-response-reencoded': ({ expected }) => ({
    supplies: (expected['markers'] as [string, number][]).map(([name, level]) => ({ name, level })),
  }),
  enpc: ({ expected, model }) => ({
    printer: true,
    model,
    ...optional({ serial: expected['serial'] as string | undefined }),
  }),
  'mdns-json': mdns,
  'mdns-packet': (recorded) => ({ ...identity(recorded), printer: true }),
  'escl-capabilities': ({ expected, maker }) => ({
    make: maker,
    model: expected['MakeAndModel'] as string,
    serial: expected['SerialNumber'] as string,
    ...optional({ uuid: expected['UUID'] as string | undefined }),
  }),
  'html-epson': ({ expected, maker }) => {
    const cells = expected as {
      model?: string;
      mac?: string;
      firmware?: string;
      inks?: Record<string, number>;
      maintenanceBoxRemaining?: number;
    };
    if (cells.model === undefined) return {};
    const { inks, maintenanceBoxRemaining: box } = cells;
    return {
      make: maker,
      model: cells.model,
      ...optional({ mac: cells.mac?.toLowerCase(), firmware: cells.firmware }),
      // percent; what the page shows of the box is what is left of it
      ...(inks === undefined
        ? {}
        : { supplies: rowsOf({ ...inks, ...(box === undefined ? {} : { 'Maintenance box': box }) }) }),
    };
  },
  st2: block,
  'st2-snmp': block,
  'st2-d4': block,
};

/** The index gives inks by colour in percent, or by entry: cartridge and colour in hex, level or the letter in its place. */
function block(recorded: Recorded): Expected {
  const { ink, inkEntries, serial } = recorded.expected as {
    ink?: Record<string, number> | string;
    inkEntries?: [string, string, number][];
    serial?: string;
  };
  const named = typeof ink === 'object' ? rowsOf(ink, ' ink') : undefined;
  const entries = inkEntries?.map(([cartridge, colour, level]) => ({
    name: `${cartridge === '0b' && colour === '00' ? 'Photo black' : BLOCK_COLOURS[Number(colour)]} ink`,
    ...(level > 100 ? {} : { level }),
  }));
  return {
    make: recorded.maker,
    printer: true,
    ...(serial?.includes('masked') === true ? {} : optional({ serial })),
    ...optional({ supplies: named ?? entries }),
    suppliesOf: 'ink',
  };
}

const BLOCK_COLOURS = ['Black', 'Cyan', 'Magenta', 'Yellow'];

function rowsOf(percent: Readonly<Record<string, number>>, suffix = ''): readonly ExpectedSupply[] {
  return Object.entries(percent).map(([name, level]) => ({ name: `${name}${suffix}`, level, max: 100 }));
}

function mdns(recorded: Recorded): Expected {
  const { uuid } = recorded.expected as { uuid?: string };
  return { ...identity(recorded), printer: true, ...optional({ uuid }) };
}

function pick<K extends keyof Expected>(expected: Expected, key: K): Pick<Expected, K> | object {
  return expected[key] === undefined ? {} : { [key]: expected[key] };
}

/** The same object without its undefined members. */
function optional<T extends object>(cells: T): { [K in keyof T]?: Exclude<T[K], undefined> } {
  return Object.fromEntries(Object.entries(cells).filter(([, value]) => value !== undefined)) as never;
}
