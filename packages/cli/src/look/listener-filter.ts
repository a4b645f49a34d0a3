import type { Listener, SocketsAsked } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import type { OptionSpec } from '../command.ts';
import type { Options } from '../options.ts';

/** The options that narrow a list of listeners. */
export const listenerFilters: readonly OptionSpec[] = [
  { flags: '--port <ports>', text: 'these numbers or ranges: 631,9100-9107', list: true, check: checkSpan },
  { flags: '--transport <name>', text: 'one transport', choices: ['tcp', 'udp'] },
  { flags: '--user <users>', text: 'sockets of these users, by name or number', list: true },
  {
    flags: '--process <names>',
    text: 'whose process, script, package, unit, container or target has this in it',
    list: true,
  },
  { flags: '--exposure <reach>', text: 'reached by whom', list: true, choices: ['loopback', 'address', 'all'] },
  {
    flags: '--owner <kinds>',
    text: 'whose owner is of this kind',
    list: true,
    choices: [
      'epson',
      'printing-other',
      'not-printing',
      'epson-lookalike',
      'owner-hidden',
      'random-client-socket',
      'unknown',
    ],
  },
  {
    flags: '--verdict <words>',
    text: 'with this verdict',
    list: true,
    choices: ['expected', 'plausible', 'unexpected', 'look-into-it', 'unknown'],
  },
];

/** What the machine itself is asked: numbers and transport. */
export function askedOf(options: Options): SocketsAsked {
  const spans = options.list('port').map(checkSpan);
  const transport = options.text('transport');
  return {
    ...(spans.length === 0 ? {} : { ports: spans.flatMap(([from, to]) => numbersFrom(from, to)) }),
    ...(transport === 'tcp' || transport === 'udp' ? { transport } : {}),
  };
}

/** Whether a row is one that the other filters let through. */
export function fits(options: Options): (listener: Listener) => boolean {
  const [users, words] = [options.list('user'), options.list('process').map((word) => word.toLowerCase())];
  const [exposures, owners, verdicts] = [options.list('exposure'), options.list('owner'), options.list('verdict')];
  const within = (list: readonly string[], value: string) => list.length === 0 || list.includes(value);
  return (row) =>
    within(exposures, row.exposure) &&
    within(owners, row.ownerKind) &&
    within(verdicts, row.verdict.word) &&
    (users.length === 0 || users.some((user) => user === row.user || user === String(row.uid))) &&
    (words.length === 0 || words.some((word) => namesOf(row).includes(word)));
}

function namesOf({ process, script, package: from, unit, container, forwardsTo }: Listener): string {
  return [process, script, from, unit, container, forwardsTo]
    .filter((name) => name !== null)
    .join('\n')
    .toLowerCase();
}

/** `631` or `9100-9107`. Throws `usage/bad-value`. */
function checkSpan(text: string): readonly [from: number, to: number] {
  const match = /^([0-9]{1,5})(?:-([0-9]{1,5}))?$/.exec(text);
  const from = Number(match?.[1]);
  const to = Number(match?.[2] ?? match?.[1]);
  if (match === null || from < 1 || to > 65_535 || to < from)
    throw new Fault('usage/bad-value', {
      option: '--port',
      value: text,
      expected: 'Give numbers from 1 to 65535 or ranges like 9100-9107.',
    });
  return [from, to];
}

function numbersFrom(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, i) => from + i);
}
