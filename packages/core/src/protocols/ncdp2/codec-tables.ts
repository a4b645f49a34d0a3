/** NCDP/2 open profile, sections 2 to 4: everything that has a number on the wire. */

/** `P Q C S` ask, `N` notifies, `p q c s` reply. There is no other. */
export type Ncdp2Letter = 'P' | 'Q' | 'C' | 'S' | 'N' | 'p' | 'q' | 'c' | 's';

/** Section 2: the device type of the head. */
export const DEVICE_TYPE = {
  host: 0x00,
  printer: 0x02,
  posPrinter: 0x03,
  scanner: 0x04,
  projector: 0x05,
  labelPrinter: 0x06,
  other: 0x7f,
  any: 0xff,
} as const;

/** Any number, in requests only. */
export const ANY_NUMBER = 0xff;

/** Section 3. */
export const RESULT = {
  done: 0x0000,
  partly: 0x0001,
  noSuchDevice: 0x0002,
  tooLarge: 0x0003,
  versionNotKnown: 0x0004,
  malformed: 0x0005,
  notSupported: 0x0006,
  authenticationNeeded: 0x0007,
  notAllowed: 0x0008,
  busy: 0x0009,
  conflict: 0x000a,
  refused: 0x000b,
  internal: 0x00ff,
} as const;

/** Where a function may be asked for. */
export type Ncdp2Way = 'udp' | 'tls';

/** Section 4: letter and id together name a function. */
export interface Ncdp2Function<Letter = 'P' | 'Q' | 'N' | 'S' | 'C'> {
  readonly letter: Letter;
  readonly id: number;
  readonly ways: readonly Ncdp2Way[];
  readonly name: string;
}

const BOTH: readonly Ncdp2Way[] = ['udp', 'tls'];
const TLS: readonly Ncdp2Way[] = ['tls'];

/** By what they are called here, each with its letter. */
type Functions = Readonly<
  Record<'probe', Ncdp2Function<'P'>> &
    Record<'identity' | 'capabilities' | 'status' | 'supplies' | 'counters' | 'everything', Ncdp2Function<'Q'>> &
    Record<'arrive' | 'change' | 'leave', Ncdp2Function<'N'>> &
    Record<'setAttributes', Ncdp2Function<'S'>> &
    Record<'identify' | 'restart' | 'subscribe' | 'printTestPage' | 'authenticate', Ncdp2Function<'C'>>
>;

export const FUNCTION: Functions = {
  probe: { letter: 'P', id: 0x0000, ways: ['udp'], name: 'probe' },
  identity: { letter: 'Q', id: 0x0000, ways: BOTH, name: 'identity' },
  capabilities: { letter: 'Q', id: 0x0001, ways: BOTH, name: 'capabilities' },
  status: { letter: 'Q', id: 0x0010, ways: BOTH, name: 'status' },
  supplies: { letter: 'Q', id: 0x0020, ways: BOTH, name: 'supplies' },
  counters: { letter: 'Q', id: 0x0030, ways: BOTH, name: 'counters' },
  everything: { letter: 'Q', id: 0x00ff, ways: TLS, name: 'everything' },
  arrive: { letter: 'N', id: 0x0000, ways: BOTH, name: 'arrive' },
  change: { letter: 'N', id: 0x0001, ways: BOTH, name: 'change' },
  leave: { letter: 'N', id: 0x0002, ways: BOTH, name: 'leave' },
  setAttributes: { letter: 'S', id: 0x0100, ways: TLS, name: 'set attributes' },
  identify: { letter: 'C', id: 0x0200, ways: TLS, name: 'identify' },
  restart: { letter: 'C', id: 0x0201, ways: TLS, name: 'restart' },
  subscribe: { letter: 'C', id: 0x0202, ways: TLS, name: 'subscribe' },
  printTestPage: { letter: 'C', id: 0x0203, ways: TLS, name: 'print test page' },
  authenticate: { letter: 'C', id: 0xf000, ways: TLS, name: 'authenticate' },
};

/** The function that a letter (of a request or a reply) and an id name; `undefined` for what the profile does not know. */
export function functionOf(letter: Ncdp2Letter, id: number): Ncdp2Function | undefined {
  return byName.get(letter.toUpperCase() + id);
}

export function isReply(letter: Ncdp2Letter): boolean {
  return letter === 'p' || letter === 'q' || letter === 'c' || letter === 's';
}

/** `p` for `P` and so on; a notification has no reply. */
export function replyLetter(letter: 'P' | 'Q' | 'C' | 'S'): 'p' | 'q' | 'c' | 's' {
  return replies[letter];
}

const byName: ReadonlyMap<string, Ncdp2Function> = new Map(
  Object.values(FUNCTION).map((row) => [row.letter + row.id, row]),
);
const replies = { P: 'p', Q: 'q', C: 'c', S: 's' } as const;

export const LETTERS: readonly Ncdp2Letter[] = ['P', 'Q', 'C', 'S', 'N', 'p', 'q', 'c', 's'];

export const LETTER_NAME: Readonly<Record<Ncdp2Letter, string>> = {
  P: 'probe',
  Q: 'query',
  C: 'command',
  S: 'setup',
  N: 'notification',
  p: 'probe reply',
  q: 'query reply',
  c: 'command reply',
  s: 'setup reply',
};

export const DEVICE_TYPE_NAME: Readonly<Record<number, string>> = {
  0: 'host',
  2: 'printer',
  3: 'POS printer',
  4: 'scanner',
  5: 'projector',
  6: 'label printer',
  127: 'other',
  255: 'any',
};

export const RESULT_NAME: Readonly<Record<number, string>> = {
  [RESULT.done]: 'done',
  [RESULT.partly]: 'partly done',
  [RESULT.noSuchDevice]: 'no such device',
  [RESULT.tooLarge]: 'answer too large here',
  [RESULT.versionNotKnown]: 'version not known',
  [RESULT.malformed]: 'malformed',
  [RESULT.notSupported]: 'function not supported',
  [RESULT.authenticationNeeded]: 'authentication needed',
  [RESULT.notAllowed]: 'not allowed',
  [RESULT.busy]: 'busy',
  [RESULT.conflict]: 'conflict',
  [RESULT.refused]: 'refused by the device',
  [RESULT.internal]: 'internal error',
};

/** The registered port, the groups of section 5 and the sizes of section 5. */
export const PORT = 3259;
export const GROUP_4 = '239.255.32.59';
export const GROUP_6 = 'ff12::8000:3259';
export const LARGEST_DATAGRAM = 1_200;
export const VERSION = 1;
