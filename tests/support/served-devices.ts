import { fileURLToPath } from 'node:url';
import { type Handlers, routes } from '@quietport/api';
import {
  type Bus,
  catalogue,
  type Device,
  Fault,
  type KeptRecord,
  memoryBus,
  type RaisedAlert,
  type Store,
} from '@quietport/core';
import {
  AlertWatch,
  AuditLog,
  type Diagnosis,
  Forecasts,
  type Journal,
  memoryJournal,
  Outbox,
  People,
  PlanDesk,
  PrintRuns,
  Tokens,
} from '@quietport/library';
import { systemClock, systemDice } from '@quietport/node';
import { startServer } from '@quietport/server';
import { openMemoryStore } from '@quietport/store';
import { Options } from '../../packages/cli/src/options.ts';
import { doorOf } from '../../packages/cli/src/serve/door-of.ts';
import { eventsOf } from '../../packages/cli/src/serve/event-source.ts';
import { alertHandlers } from '../../packages/cli/src/serve/handlers/alerts.ts';
import { channelHandlers } from '../../packages/cli/src/serve/handlers/channels.ts';
import { correctionHandlers } from '../../packages/cli/src/serve/handlers/corrections.ts';
import { credentialHandlers } from '../../packages/cli/src/serve/handlers/credentials.ts';
import { deviceHandlers } from '../../packages/cli/src/serve/handlers/devices.ts';
import { exposureHandlers } from '../../packages/cli/src/serve/handlers/exposure.ts';
import { jobHandlers } from '../../packages/cli/src/serve/handlers/jobs.ts';
import { peopleHandlers } from '../../packages/cli/src/serve/handlers/people.ts';
import { planHandlers } from '../../packages/cli/src/serve/handlers/plans.ts';
import { portHandlers } from '../../packages/cli/src/serve/handlers/ports.ts';
import { settingHandlers } from '../../packages/cli/src/serve/handlers/settings.ts';
import { supplyHandlers } from '../../packages/cli/src/serve/handlers/supplies.ts';
import { tokenHandlers } from '../../packages/cli/src/serve/handlers/tokens.ts';
import { watchingHandlers } from '../../packages/cli/src/serve/handlers/watching.ts';
import { KeptSettings } from '../../packages/cli/src/serve/kept-settings.ts';
import { configure } from '../../packages/cli/src/settings/settings.ts';
import { MemoryVault } from './memory-vault.ts';

/** A server in this process, with devices that no network has: as many and as odd as a test wants them. */
export interface ServedDevices {
  readonly url: string;
  readonly bus: Bus;
  /** Puts something beside the devices, as the program would have kept it. */
  keep(record: KeptRecord): Promise<void>;
  /** Puts an alert where the rules would, and tells of it. */
  raise(alert: RaisedAlert): Promise<void>;
  close(): Promise<void>;
}

/** Serves API and built console over devices that stand still, on one port of loopback. */
export async function serveDevices(devices: readonly Device[], port: number): Promise<ServedDevices> {
  const store = openMemoryStore();
  await store.devices.replace(devices);
  const bus = memoryBus();
  const scope = async () => ({ virtual: false, consent: CONSENT, offered: [], trouble: undefined });
  const station = {
    store,
    devices,
    virtual: false,
    world: undefined,
    correct: <T>(work: (inside: Store) => Promise<T>) => work(store),
    scope,
    looks: () => [],
    schedule: () => ({ virtual: false, at: 0, plan: undefined }),
    vantage: async () => VANTAGE,
    look: () => {},
    consent: async () => {},
    withdraw: async () => {},
  };
  const own = { store, clock: systemClock, dice: systemDice };
  const [people, tokens, audit] = [new People(own), new Tokens(own), new AuditLog(own)];
  const world = { kept: store, clock: systemClock, dice: systemDice };
  const vault = new MemoryVault();
  const sentNowhere = { send: async () => ({ is: 'taken', detail: 'nowhere' }) as const };
  const outbox = new Outbox({ ...world, vault, open: () => sentNowhere });
  const watch = new AlertWatch({ ...world, station, bus, outbox });
  const nobody = await configure(new Options(new Map()), { HOME: '/nobody' }, '/nobody/there');
  const settings = await KeptSettings.open(nobody, store, systemClock);
  const place = () => ({
    store,
    world: () => {
      throw new Fault('serve/no-consent');
    },
    withJournal: <T>(work: (journal: Journal) => Promise<T>) => work(memoryJournal()),
  });
  const desk = new PlanDesk({ ...own, place, approval: 'anybody', failed: () => {} });
  const { url, close } = await startServer({
    address: '127.0.0.1',
    port,
    others: 0,
    version: '0.1.0',
    clock: systemClock,
    // routes of devices are answered; the others are not there
    handlers: {
      ...Object.fromEntries(Object.keys(routes).map((id) => [id, nothing])),
      ...deviceHandlers(station, catalogue),
      ...correctionHandlers(station),
      ...supplyHandlers(station, new Forecasts(systemClock)),
      ...portHandlers(station, catalogue),
      ...watchingHandlers(station),
      ...alertHandlers(station, watch, { kept: store }),
      ...channelHandlers({ kept: store, vault, outbox }),
      ...peopleHandlers(people),
      ...tokenHandlers({ tokens, audit }),
      ...planHandlers(station, { desk, place }),
      ...exposureHandlers(station, catalogue),
      ...credentialHandlers({ kept: store, vault }),
      ...settingHandlers(settings),
      ...jobHandlers(station, { runs: new PrintRuns({ told: () => {}, failed: () => {} }), spool: '/nonexistent' }),
    } as Handlers,
    door: doorOf(people, tokens),
    auditor: audit,
    pages: CONSOLE,
    events: (lastId, signal) => eventsOf(bus, 'f0', () => false, lastId, signal),
  });
  const raise = async (alert: RaisedAlert) => {
    await store.records.put([{ kind: 'alert', id: alert.id, at: alert.raisedAt, value: alert }]);
    bus.publish('alert-changed', { what: 'started', alert });
  };
  const keep = (record: KeptRecord) => store.records.put([record]);
  return { url, bus, keep, raise, close };
}

async function nothing(): Promise<never> {
  throw new Fault('request/no-such-path', { method: 'GET', path: 'that' });
}

const VANTAGE = { blind: false, checks: [], sights: [], facts: {} as Diagnosis['facts'] };
const CONSENT = { interfaces: ['eth0'], at: 0, by: 'request' } as const;
const CONSOLE = fileURLToPath(new URL('../../packages/cli/console', import.meta.url));
