import { join } from 'node:path';
import { DEFAULT_MAX_AGE_SECONDS, Fault, NCDP2_PORT, type Prefix, parsePrefix } from '@quietport/core';
import {
  type Announcing,
  type AttachedWish,
  announce,
  announceDocument,
  attachedSources,
  type House,
  openHouse,
  recordingOf,
  servedRows,
} from '@quietport/library';
import { openHost } from '@quietport/node/listeners';
import { readDevicesFile } from '../attached/devices-file.ts';
import type { Command, Context } from '../command.ts';
import { readBytes } from '../look/read-file.ts';
import type { Options } from '../options.ts';
import { paint } from '../output/paint.ts';
import { parseDuration } from '../settings/duration.ts';
import { version } from '../version.ts';

/** `quietport announce [FILE…]` */
export const command: Command = {
  text:
    'Serves devices that hang on this machine by the NCDP/2 open profile, over UDP and TLS, until it is interrupted: ' +
    'the queues of CUPS and USB printers, listed devices, and virtual devices of recordings. It announces them and answers who asks; when ' +
    'it ends it says that they leave. It first makes sure that the port is nobody else’s: a port that is held is left ' +
    'alone, and so is one on which something else speaks. Private, link-local and on-link addresses are answered. Over ' +
    'UDP everything is read-only; who sets or commands logs in over TLS, and each such thing is written down beforehand.',
  arguments: [{ name: '[file...]', text: 'recordings, one virtual device each', completes: 'file' }],
  options: [
    {
      flags: '--port <number>',
      text: `another port than ${NCDP2_PORT}, for UDP, TLS and announcements`,
      check: checkPort,
    },
    { flags: '--force', text: 'serve though something else speaks on the port (not where a program holds it)' },
    { flags: '--max-age <time>', text: 'how long finders believe an answer; 30m if absent', check: checkAge },
    { flags: '--cups <place>', text: "this machine's CUPS (local), or its socket or address" },
    { flags: '--unshared', text: 'queues that CUPS does not share, too' },
    { flags: '--usb', text: 'USB printers of this machine' },
    {
      flags: '--devices <file>',
      text: 'devices on serial and parallel ports, written down in a file',
      completes: 'file',
    },
    { flags: '--allow <prefixes>', text: 'answer these public addresses, too', list: true, check: checkPrefix },
    { flags: '--client <fingerprints>', text: 'client certificates (SHA-256) that replace a login', list: true },
    { flags: '--login-to-read', text: 'reading over TLS needs a login, too' },
  ],
  outputs: ['table', 'json'],
  examples: [
    { line: 'quietport announce', text: 'CUPS queues and USB printers of this machine' },
    { line: 'quietport announce kitchen.json -i eth0', text: 'a recorded device, on one interface' },
    { line: 'quietport announce --devices till.yaml', text: 'what hangs on serial ports, as written down' },
    { line: 'quietport announce --port 23259', text: 'beside the owner of 3259' },
  ],
  async run(context, files, options) {
    // what it hears goes into no inventory
    const house = openHouse({ allowedInterfaces: context.settings.interfaces });
    const server = await start(context, files, options, house);
    if (server === undefined) return 130;
    try {
      show(context, server);
      await ended(context.signal);
    } finally {
      context.say('saying that the devices leave');
      await server.close();
    }
    const { heard, replies, dropped } = server.counts;
    const lost = Object.entries(dropped).flatMap(([why, count]) =>
      count === 0 ? [] : [`${count} ${words[why] ?? why}`],
    );
    context.say(
      `datagrams heard: ${heard}, answered: ${replies}${lost.length === 0 ? '' : `; not answered: ${lost.join(', ')}`}`,
    );
    return 130;
  },
};

async function start(
  context: Context,
  files: readonly string[],
  options: Options,
  house: House,
): Promise<Announcing | undefined> {
  const port = Number(options.text('port') ?? NCDP2_PORT);
  const folder = join(context.settings.data, port === NCDP2_PORT ? 'announce' : `announce-${port}`);
  const { sources, notes } = await attachedSources(
    { ...(await wishOf(context, files, options, house)), folder },
    house,
    context.signal,
  );
  for (const note of notes) context.say(note);
  context.say(`listening on port ${port} for a second, so as to disturb nobody`);
  const maxAge = options.text('max-age');
  const request = {
    sources,
    version: version(),
    folder,
    port,
    interfaces: context.interfaces,
    force: options.flag('force'),
    maxAgeSeconds: maxAge === undefined ? DEFAULT_MAX_AGE_SECONDS : Math.round(parseDuration(maxAge)! / 1000),
    alsoAnswer: options.list('allow').map((text) => prefixOf(text)),
    clients: options.list('client'),
    readsNeedLogin: options.flag('login-to-read'),
    tell: (note: string) => context.say(note),
  };
  return announce(request, house, await openHost(), context.signal);
}

async function wishOf(
  context: Context,
  files: readonly string[],
  options: Options,
  house: House,
): Promise<Omit<AttachedWish, 'folder'>> {
  const recordings = await Promise.all(
    files.map(async (name) => ({
      name,
      recording: await recordingOf({ name, bytes: await readBytes(context, name) }, house, context.signal),
    })),
  );
  const cups = options.text('cups');
  const list = options.text('devices');
  return {
    recordings,
    cups: cups === 'local' ? true : cups,
    unshared: options.flag('unshared'),
    ...(options.flag('usb') ? { usb: true as const } : {}),
    ...(list === undefined ? {} : { devices: await readDevicesFile(context, list) }),
  };
}

function show(context: Context, server: Announcing): void {
  if (context.output === 'json') context.printDocument(announceDocument(server));
  else
    for (const { device, makeAndModel, name, serial, key } of servedRows(server))
      context.print(`${device}  ${[makeAndModel, serial, name].filter((text) => text !== null).join('  ') || key}`);
  const { port, interfaces, devices, secure, passedOver, gaps } = server;
  for (const { key, why } of devices.leftOut)
    context.say(
      `${key} is not served: ${why === 'same-uuid' ? 'another device has its uuid' : 'all numbers of its type are given away'}`,
    );
  if (passedOver !== undefined)
    context.say(
      paint(
        'yellow',
        `${passedOver.from} speaks something else on this port (${passedOver.bytes}…): passed over, and logged`,
      ),
    );
  const places = interfaces.map(
    ({ name, addresses }) => `${name} (${addresses.map(({ address }) => address).join(', ')})`,
  );
  context.say(`NCDP/2 open profile on port ${port}: ${places.join(', ')}`);
  if (secure !== undefined) {
    context.say(`TLS certificate, SHA-256: ${secure.fingerprint}`);
    context.say(
      secure.tokenIsNew
        ? `login token: ${secure.token} (kept in ${secure.tokenPath})`
        : `login token: in ${secure.tokenPath}`,
    );
    context.say(`audit log: ${secure.auditPath}`);
  }
  for (const gap of gaps) context.say(gap);
  context.say(
    `${devices.list.length} ${devices.list.length === 1 ? 'device' : 'devices'} announced. Ctrl-C ends them.`,
  );
}

function checkPort(text: string): void {
  if (/^\d{1,5}$/.test(text) && Number(text) >= 1 && Number(text) <= 65_535) return;
  throw new Fault('usage/bad-value', { option: '--port', value: text, expected: 'Give a number from 1 to 65535.' });
}

function checkAge(text: string): void {
  const ms = parseDuration(text);
  if (ms !== undefined && ms >= LEAST_AGE_MS && ms <= MOST_AGE_MS) return;
  throw new Fault('usage/bad-value', {
    option: '--max-age',
    value: text,
    expected: 'Give a time from 10s to 24h, like 30m.',
  });
}

function checkPrefix(text: string): void {
  for (const part of text.split(',')) prefixOf(part.trim());
}

function prefixOf(text: string): Prefix {
  const prefix = parsePrefix(text);
  if (prefix !== undefined) return prefix;
  throw new Fault('usage/bad-value', { option: '--allow', value: text, expected: 'Give prefixes, like 192.0.2.0/24.' });
}

function ended(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}

const words: Readonly<Record<string, string>> = {
  'too-long': 'too long',
  malformed: 'malformed',
  'no-request': 'no requests',
  stranger: 'from strange networks',
  limited: 'beyond the rates',
};
const LEAST_AGE_MS = 10_000;
// section 2, key 5: what a finder uses at most
const MOST_AGE_MS = 86_400_000;
