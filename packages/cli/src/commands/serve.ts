import { join } from 'node:path';
import { catalogue, formatHex, memoryBus, type OpenChannel } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import {
  AlertWatch,
  AuditLog,
  type Consent,
  chooseInterfaces,
  fleetNames,
  type House,
  Outbox,
  People,
  PlanDesk,
  PrintRuns,
  Station,
  settleJobs,
  Tokens,
} from '@quietport/library';
import { listenersOf } from '@quietport/library/listeners';
import { systemClock, systemDice } from '@quietport/node';
import { openHost } from '@quietport/node/listeners';
import { Metrics, openChannel, type Reach, type Serving, startServer } from '@quietport/server';
import type { Command, Context } from '../command.ts';
import { consoleFolder } from '../console-folder.ts';
import { deviceColumns } from '../look/device-columns.ts';
import { findRequest } from '../look/find-request.ts';
import { makeFolder } from '../look/make-folder.ts';
import { withHouse } from '../look/open-house.ts';
import { vaultOf } from '../look/open-vault.ts';
import type { Options } from '../options.ts';
import { consentBook } from '../serve/consent-book.ts';
import { countLooks } from '../serve/count-looks.ts';
import { lockData } from '../serve/data-lock.ts';
import { doorOf } from '../serve/door-of.ts';
import { eventsOf } from '../serve/event-source.ts';
import { goOn } from '../serve/go-on.ts';
import { handlersOf } from '../serve/handlers.ts';
import { KeptSettings } from '../serve/kept-settings.ts';
import { listenAddress } from '../serve/listen-address.ts';
import { planPlaces } from '../serve/plan-place.ts';
import { reachOf } from '../serve/reach-of.ts';
import { showServed } from '../serve/serve-screen.ts';
import { tellBroker } from '../serve/tell-broker.ts';
import { settingOptions } from '../shared-options.ts';
import { version } from '../version.ts';

/** `quietport serve` */
export const command: Command = {
  text:
    'Watches devices, remembers what they show, and serves the console and an API: to this machine alone, and beyond it by HTTPS once there is a user. Until a person ' +
    'consents (the button in the console, l on the terminal, --find, or interfaces named in QUIETPORT_INTERFACES) nothing is ' +
    'sent to a real network: a virtual fleet on loopback is shown. Consent by button or key is kept in the data folder.',
  arguments: [],
  options: [
    {
      flags: '--listen <place>',
      text: 'port, or address and port (29259 on loopback; the next free one where it is taken)',
    },
    { flags: '--tls-cert <file>', text: 'serve HTTPS with this certificate and its chain, PEM', completes: 'file' },
    { flags: '--tls-key <file>', text: 'the key of that certificate', completes: 'file' },
    {
      flags: '--behind-proxy <name>',
      text: 'a proxy takes HTTPS before it: the name that people ask for, a slash, and the address of the proxy',
    },
    { flags: '--find', text: 'look at the network: consent for this run, for all interfaces or those of -i' },
    { flags: '--fleet <name>', text: 'the virtual fleet that is shown until then (demo)', choices: fleetNames },
    settingOptions.rate,
    settingOptions.exclude,
  ],
  outputs: ['table', 'wide', 'ndjson', 'csv', 'name'],
  columns: deviceColumns,
  examples: [
    { line: 'quietport serve', text: 'a virtual fleet to try things on, and a button' },
    { line: 'quietport serve --find -i eth0', text: 'the devices on eth0' },
    {
      line: 'quietport serve --listen 0.0.0.0:29259 --tls-cert chain.pem --tls-key key.pem',
      text: 'for the others in the house, once there is a user',
    },
  ],
  async run(context, _, options) {
    const place = listenAddress(options.text('listen'));
    if (context.interfaces.length > 0 && !options.flag('find'))
      throw new Fault('usage/bad-arguments', {
        detail: 'Interfaces are named, and nobody said that they may be looked at',
        next: 'Add --find.',
      });
    const reach = await reachOf(context, options, systemClock.now());
    const { data } = context.settings;
    await makeFolder(data).catch((error: Error) => {
      throw new Fault('store/cannot-open', { path: data, detail: error.message }, error);
    });
    const lock = await lockData(data);
    try {
      return await withHouse(context, (house) => serve(context, options, { ...place, reach }, house));
    } finally {
      await lock.release();
    }
  },
};

async function serve(
  context: Context,
  options: Options,
  where: { readonly address: string; readonly port: number; readonly reach: Reach },
  house: House,
): Promise<number> {
  const bus = memoryBus();
  // they may change while this runs, and are read when they are needed
  const settings = await KeptSettings.open(context.configured, house.store, systemClock);
  const station = await Station.open({
    house,
    bus,
    request: await findRequest(context, [], options),
    fleet: options.text('fleet') ?? 'demo',
    book: consentBook(context.settings.data),
    standing: await standing(context, options, house),
    retention: {
      get rawMs() {
        return settings.now.retentionRawMs;
      },
      get hourlyMs() {
        return settings.now.retentionHourlyMs;
      },
    },
  });
  const vault = vaultOf(context);
  const world = { kept: house.store, clock: systemClock, dice: systemDice };
  const open: OpenChannel = (settings, secret) => openChannel(settings, secret, systemClock);
  const outbox = new Outbox({ ...world, vault, open });
  const watch = new AlertWatch({ ...world, station, bus, outbox });
  const openAlerts = async () => (await watch.list({ state: 'open' })).map(({ alert }) => alert.severity);
  const metrics = new Metrics(version(), station, openAlerts);
  // they belong to the real inventory, whatever is shown
  const own = { store: house.store, clock: systemClock, dice: systemDice };
  const [people, tokens, audit] = [new People(own), new Tokens(own), new AuditLog(own)];
  await audit.tidy();
  const failed = (error: unknown) =>
    context.say(`The server could not answer: ${error instanceof Error ? error.message : error}`);
  const place = planPlaces(station, vault, context.settings.data);
  const desk = new PlanDesk({
    ...world,
    place,
    failed,
    get approval() {
      return settings.now.approval;
    },
  });
  const runs = new PrintRuns({ told: (job) => bus.publish('job-changed', { job }), failed });
  await settleJobs(house.store, systemClock);
  const run = formatHex(systemDice.bytes(6));
  const server = await startServer({
    ...where,
    others: 20,
    version: version(),
    pages: consoleFolder(),
    clock: systemClock,
    handlers: handlersOf({
      station,
      catalogue,
      watch,
      kept: house.store,
      vault,
      outbox,
      people,
      desk,
      place,
      tokens,
      audit,
      settings,
      runs,
      spool: join(context.settings.data, 'spool'),
    }),
    door: doorOf(people, tokens),
    auditor: audit,
    metrics,
    events: (lastId, signal) => eventsOf(bus, run, () => station.virtual, lastId, signal),
    taken: (port) => sayOwner(context, port),
    failed,
  });
  context.say(`Quietport is at ${server.url}`);
  if (station.virtual) context.say('Nothing leaves this machine until you say so: these devices are virtual.');
  const broker = { station, bus, kept: house.store, clock: systemClock, dice: systemDice };
  const say = (text: string) => context.say(text);
  const beside = [
    (signal: AbortSignal) => countLooks(bus, metrics, signal),
    (signal: AbortSignal) => goOn('Alerts', (until) => watch.run(until), systemClock, signal, say),
    (signal: AbortSignal) => goOn('Messages', (until) => outbox.run(until), systemClock, signal, say),
    (signal: AbortSignal) => tellBroker(context, broker, signal),
  ];
  return tend(context, station, server, () => showServed(context, station, bus, server.url), beside);
}

async function tend(
  context: Context,
  station: Station,
  server: Serving,
  show: () => Promise<void>,
  beside: readonly ((signal: AbortSignal) => Promise<void>)[],
): Promise<number> {
  const failed = new AbortController();
  try {
    const until = AbortSignal.any([context.signal, failed.signal]);
    const watching = station.run(until);
    // whichever fails ends the other
    await Promise.all([watching, ...beside.map((run) => run(until)), Promise.race([show(), watching])]);
    return 130;
  } finally {
    failed.abort();
    await server.close();
  }
}

/** Consent that comes with this start: an option, or a list of interfaces that is more than loopback. */
async function standing(context: Context, options: Options, house: House): Promise<Consent | undefined> {
  const all = await house.network.interfaces();
  const { interfaces: allowed } = context.settings;
  const at = systemClock.now();
  if (options.flag('find')) {
    const { interfaces } = chooseInterfaces(all, context.interfaces, allowed);
    const names = interfaces.filter((row) => !row.loopback).map(({ name }) => name);
    if (names.length === 0) throw new Fault('scope/nothing-to-look-at');
    return { interfaces: names, at, by: 'option' };
  }
  const loopback = new Set(all.filter((row) => row.loopback).map(({ name }) => name));
  const named = (allowed ?? []).filter((name) => !loopback.has(name));
  return named.length === 0 ? undefined : { interfaces: named, at, by: 'environment' };
}

async function sayOwner(context: Context, port: number): Promise<void> {
  const { listeners } = await listenersOf([[port, port]], 'tcp', await openHost(), context.signal);
  const [owner] = listeners.filter(({ state }) => state !== 'client');
  const who =
    owner?.process === undefined || owner.process === null ? 'another program' : `${owner.process} (${owner.pid})`;
  context.say(`Port ${port} is taken by ${who}; trying the next one.`);
}
