import type { FreeFacts, FreeQuestion } from './free-facts.ts';

/** One thing that a number must be, to be suggested. */
export interface FreeRule {
  readonly rule: string;
  /** What keeps the number from being suggested, or nothing. */
  against(port: number, facts: FreeFacts, question: FreeQuestion): string | undefined;
  /** What is said of a number that passed. */
  pass(facts: FreeFacts): string;
}

/** The hard rules of ports.md 11, in the order in which they are asked. */
export const freeRules: readonly FreeRule[] = [
  {
    rule: 'user-port',
    against: (port, { policy }) => {
      const privileged = Math.max(1024, policy.unprivilegedFrom ?? 1024);
      if (port < privileged) return 'a system port, or one that needs privilege here';
      return port > 49_151 ? 'a dynamic port: never registered, taken and given back by systems' : undefined;
    },
    pass: () => 'a user port: needs no privilege',
  },
  {
    rule: 'unassigned',
    against: (port, facts) => (facts.unassigned(port) ? undefined : 'assigned or reserved in the registry'),
    pass: ({ snapshot }) => `unassigned on every transport in IANA's registry of ${snapshot}`,
  },
  {
    rule: 'client-range',
    against: (port, { clientNumbers }) => {
      const range = clientNumbers.find(({ from, to }) => from <= port && port <= to);
      return range && `in the client range ${range.from}-${range.to} of ${range.system}`;
    },
    pass: ({ clientNumbers }) =>
      `outside the client ranges: ${clientNumbers.map(({ from, to, system }) => `${from}-${to} (${system})`).join(', ')}`,
  },
  {
    rule: 'browsers',
    against: (port, facts) => (facts.browsersRefuse(port) ? 'refused by browsers' : undefined),
    pass: () => 'not refused by browsers',
  },
  {
    rule: 'popular',
    against: (port, facts) => {
      const holder = facts.usualHolder(port);
      return holder && 'popular, however unassigned';
    },
    pass: () => 'not known to be used by anybody in practice',
  },
  {
    rule: 'set-aside',
    against: (port, { policy }) =>
      policy.reserved.some(({ from, to }) => from <= port && port <= to) ? 'set aside by this system' : undefined,
    pass: () => 'not set aside by this system',
  },
  {
    rule: 'held-here',
    against: (port, facts, { transports }) =>
      transports.some((transport) => facts.heldHere(port, transport) !== undefined) ? 'in use here' : undefined,
    pass: () => 'held by nothing on this machine',
  },
  {
    rule: 'on-network',
    against: (port, facts) => (facts.seenOnNetwork(port) === undefined ? undefined : 'seen on the network'),
    pass: () => 'on no device of the inventory',
  },
];
