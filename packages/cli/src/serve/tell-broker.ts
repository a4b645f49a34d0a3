import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Bus, Clock, Dice, Store, Topic } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import type { Station } from '@quietport/library';
import { type MqttParts, runMqtt } from '@quietport/server';
import type { Context } from '../command.ts';
import { version } from '../version.ts';

/** What the link to a broker works with; `kept` is the store that lasts. */
export interface BrokerWorld {
  readonly station: Pick<Station, 'devices' | 'virtual' | 'store'>;
  readonly bus: Bus;
  readonly kept: Pick<Store, 'records'>;
  readonly clock: Clock;
  readonly dice: Dice;
}

/** Tells devices to the MQTT broker of the settings until the signal fires; without one there is nothing to do. */
export async function tellBroker(context: Context, world: BrokerWorld, signal: AbortSignal): Promise<void> {
  const { mqttUrl: url, mqttUser: user, mqttPrefix, mqttDiscovery, mqttVirtual: virtual } = context.settings;
  if (url === undefined) return;
  const password = await passwordOf(context);
  const wish = { url, user, password, prefix: mqttPrefix, discovery: mqttDiscovery, virtual, version: version() };
  await runMqtt(wish, partsOf(context, world, `${url} ${mqttPrefix} ${mqttDiscovery}`), signal);
}

function partsOf(context: Context, { station, bus, kept, clock, dice }: BrokerWorld, broker: string): MqttParts {
  return {
    clock,
    dice,
    shown: async () => ({
      virtual: station.virtual,
      // before it has begun to look, the inventory is what there is: nothing is taken off the broker for that
      devices: station.devices.length > 0 ? station.devices : await station.store.devices.all(),
    }),
    changed: async (signal) => {
      // one waits at most: what was lost behind it may have been news
      for await (const { topic, lost } of bus.subscribe({ signal, keep: 1 })) if (lost > 0 || NEWS.has(topic)) return;
    },
    memory: {
      read: async () => {
        const { ids } = ((await kept.records.get(KIND, broker))?.value ?? {}) as { ids?: unknown };
        return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : [];
      },
      write: (ids) => kept.records.put([{ kind: KIND, id: broker, at: clock.now(), value: { ids } }]),
    },
    say: (text) => context.say(text),
  };
}

/** By the environment, else by systemd's credentials. Throws `file/cannot-read` where that one is there and closed. */
async function passwordOf({ settings }: Context): Promise<string | undefined> {
  const { mqttPassword, credentialsFolder } = settings;
  if (mqttPassword !== undefined) return mqttPassword.reveal();
  if (credentialsFolder === undefined) return undefined;
  const path = join(credentialsFolder, 'mqtt-password');
  try {
    return (await readFile(path, 'utf8')).replace(/\r?\n$/, '');
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new Fault('file/cannot-read', { path, detail: message }, error);
  }
}

const KIND = 'mqtt-told';
const NEWS: ReadonlySet<Topic> = new Set<Topic>(['device-changed', 'device-gone', 'scope-changed']);
