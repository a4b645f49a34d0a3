import type { Clock, Device, Dice } from '@quietport/core';
import type { MqttClient } from 'mqtt';
import { Retained, statusTopicOf } from './desired-messages.ts';

export interface MqttWish {
  /** `mqtt://host:1883` or `mqtts://host:8883`, without a user. */
  readonly url: string;
  readonly user?: string | undefined;
  readonly password?: string | undefined;
  /** What our topics begin with. */
  readonly prefix: string;
  /** What Home Assistant listens to. */
  readonly discovery: string;
  /** Virtual devices are told of, too. */
  readonly virtual: boolean;
  readonly version: string;
}

/** What the link works with. */
export interface MqttParts {
  readonly clock: Clock;
  readonly dice: Dice;
  /** What is to stand on the broker now. */
  shown(): Promise<{ readonly devices: readonly Device[]; readonly virtual: boolean }>;
  /** Comes back when something may have changed, or when the signal fires. */
  changed(signal: AbortSignal): Promise<void>;
  /** Which devices an earlier run has put on this broker. */
  readonly memory: {
    read(): Promise<readonly string[]>;
    write(ids: readonly string[]): Promise<void>;
  };
  /** Told of in words: that it is connected, and once a reason why it is not. */
  say(text: string): void;
}

/**
 * Keeps the devices on a broker until the signal fires: retained, with an availability that the broker itself takes back
 * when we die. A broker that is away is tried again, later and later; nothing waits for it.
 */
export async function runMqtt(wish: MqttWish, parts: MqttParts, signal: AbortSignal): Promise<void> {
  const retained = new Retained(wish, await parts.memory.read());
  let trouble = '';
  for (let tries = 0; !signal.aborted; tries++) {
    const ended = await new Session(wish, parts, retained, signal).run();
    if (signal.aborted) return;
    if (ended.connected) tries = 0;
    if (ended.why !== trouble || ended.connected) parts.say(`MQTT: ${ended.why}. Trying again.`);
    trouble = ended.why;
    await parts.clock.sleep(waitMs(tries, parts.dice), signal);
  }
}

/** Twice as long each time, up to two minutes; by chance up to a half less, so that many do not come at once. */
function waitMs(tries: number, dice: Dice): number {
  const [chance = 0] = dice.bytes(1);
  return Math.min(1000 * 2 ** Math.min(tries, 10), 120_000) * (1 - chance / 512);
}

/** One connection, from its beginning to its end. */
class Session {
  readonly #wish: MqttWish;
  readonly #parts: MqttParts;
  readonly #retained: Retained;
  readonly #over = new AbortController();
  /** Fires with the connection's end, and with the program's. */
  readonly #end: AbortSignal;
  #why = 'the broker has closed the connection';
  #connected = false;
  #again = false;
  #bell = new AbortController();
  #available: 'online' | 'offline' | undefined;

  constructor(wish: MqttWish, parts: MqttParts, retained: Retained, signal: AbortSignal) {
    this.#wish = wish;
    this.#parts = parts;
    this.#retained = retained;
    this.#end = AbortSignal.any([signal, this.#over.signal]);
  }

  async run(): Promise<{ readonly connected: boolean; readonly why: string }> {
    // loaded where a broker is set: half a second that nobody else has to wait
    const { connect } = (await import('mqtt')).default;
    const { url, user, password } = this.#wish;
    const status = statusTopicOf(this.#wish);
    const client = connect(url, {
      clientId: `quietport-${Buffer.from(this.#parts.dice.bytes(6)).toString('hex')}`,
      reconnectPeriod: 0,
      connectTimeout: 10_000,
      keepalive: 30,
      will: { topic: status, payload: Buffer.from('offline'), qos: 1, retain: true },
      ...(user === undefined ? {} : { username: user }),
      ...(password === undefined ? {} : { password }),
    });
    client.on('error', (error: Error & { code?: string | number }) => {
      // several addresses of one name fail as one error without a text
      const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [error];
      this.#why = `${url}: ${first?.message || error.code || 'no connection'}`;
    });
    client.on('close', () => this.#over.abort());
    client.on('message', (topic, payload, packet) => {
      // what is retained was said before we came, and all is sent anew at the beginning
      if (topic !== this.#birthTopic || packet.retain || payload.toString() !== 'online') return;
      this.#again = true;
      this.#bell.abort();
    });
    try {
      await this.#until(new Promise((resolve) => client.once('connect', resolve)));
      this.#connected = true;
      this.#parts.say(`MQTT: connected to ${url}`);
      await this.#until(client.subscribeAsync(this.#birthTopic, { qos: 1 }));
      this.#retained.forget();
      while (!this.#end.aborted) await this.#keep(client);
    } catch (error) {
      if (!this.#end.aborted) this.#why = `${url}: ${(error as Error).message}`;
    } finally {
      await this.#leave(client, status);
    }
    return { connected: this.#connected, why: this.#why };
  }

  /** Brings the broker up to date, and waits for the next change. */
  async #keep(client: MqttClient): Promise<void> {
    if (this.#again) {
      this.#again = false;
      this.#retained.forget();
    }
    this.#bell = new AbortController();
    const rung = AbortSignal.any([this.#end, this.#bell.signal]);
    // before we look, so that no change falls between
    const changed = this.#parts.changed(rung);
    const { devices, virtual } = await this.#parts.shown();
    // what is not looked at now stays where it is; it is not available, and not gone
    const told = !virtual || this.#wish.virtual;
    if (told) await this.#send(client, devices, virtual);
    const available = told ? 'online' : 'offline';
    if (this.#available !== available) await this.#publish(client, statusTopicOf(this.#wish), available);
    this.#available = available;
    await changed;
    // what changes comes in bursts
    await this.#parts.clock.sleep(SETTLE_MS, this.#end);
  }

  /** In batches that are awaited: brokers drop what is queued beyond a thousand messages of one client. */
  async #send(client: MqttClient, devices: readonly Device[], virtual: boolean): Promise<void> {
    const differences = this.#retained.differences(devices, virtual);
    const ids = new Set([...this.#retained.ids, ...differences.map(({ id }) => id)]);
    // known before it is there: after a crash it can be taken away
    if (ids.size > this.#retained.ids.length) await this.#parts.memory.write([...ids]);
    for (let i = 0; i < differences.length; i += BATCH) {
      const batch = differences.slice(i, i + BATCH);
      await Promise.all(batch.map(({ messages }) => this.#inOrder(client, messages)));
      for (const { sent } of batch) sent();
    }
    if (this.#retained.ids.length < ids.size) await this.#parts.memory.write(this.#retained.ids);
  }

  async #inOrder(
    client: MqttClient,
    messages: readonly { readonly topic: string; readonly payload: string }[],
  ): Promise<void> {
    for (const { topic, payload } of messages) await this.#publish(client, topic, payload);
  }

  async #publish(client: MqttClient, topic: string, payload: string): Promise<void> {
    await this.#until(client.publishAsync(topic, payload, { qos: 1, retain: true }));
  }

  /** A word of farewell where we go ourselves; where we do not, the broker says it by the will. */
  async #leave(client: MqttClient, status: string): Promise<void> {
    const late = this.#parts.clock.timeout(FAREWELL_MS);
    const farewell = async () => {
      if (client.connected) await client.publishAsync(status, 'offline', { qos: 1, retain: true });
    };
    await Promise.race([farewell().catch(() => undefined), fired(late)]);
    await Promise.race([client.endAsync(true).catch(() => undefined), fired(late)]);
  }

  /** What comes of it, or an error when the connection or the program ends before. */
  #until<T>(work: Promise<T>): Promise<T> {
    const end = this.#end;
    return new Promise((resolve, reject) => {
      const stop = () => reject(new Error(this.#why));
      if (end.aborted) stop();
      end.addEventListener('abort', stop, { once: true });
      // a session has thousands of these, and one signal
      work.then(resolve, reject).finally(() => end.removeEventListener('abort', stop));
    });
  }

  get #birthTopic(): string {
    return `${this.#wish.discovery}/status`;
  }
}

function fired(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

const BATCH = 100;
const SETTLE_MS = 500;
const FAREWELL_MS = 2_000;
