import type { Device } from '@quietport/core';
import { deviceMessage, keyedReadings } from './device-message.ts';
import { type Component, componentsOf, discoveryMessage, type TopicWish, topicsOf } from './discovery.ts';

/** One retained message. An empty payload takes away what stood there (MQTT 3.1.1, 3.3.1.3). */
export interface Message {
  readonly topic: string;
  readonly payload: string;
}

export interface MessageWish extends TopicWish {
  readonly version: string;
}

/** Where it stands whether this program is there. */
export function statusTopicOf({ prefix }: Pick<TopicWish, 'prefix'>): string {
  return `${prefix}/status`;
}

/** What stands on the broker, as far as we have put it there, and what has to follow. */
export class Retained {
  readonly #wish: MessageWish;
  readonly #sent = new Map<string, Map<string, string>>();
  /** Platforms of the entities that Home Assistant has of a device. */
  readonly #components = new Map<string, Readonly<Record<string, string>>>();

  /** `known`: ids of devices that an earlier run has put there. */
  constructor(wish: MessageWish, known: readonly string[]) {
    this.#wish = wish;
    for (const id of known) this.#sent.set(id, new Map());
  }

  /** The devices that are there, or may be. */
  get ids(): readonly string[] {
    return [...this.#sent.keys()];
  }

  /** Nothing of it can be taken for sure any more: all is sent again. */
  forget(): void {
    for (const lines of this.#sent.values()) lines.clear();
  }

  /** What differs, in the order in which it must go out: who hears of an entity can read its state then. */
  differences(devices: readonly Device[], virtual: boolean): readonly Difference[] {
    const shown = devices.filter((device) => device.ignored !== true);
    const there = new Set(shown.map(({ id }) => id));
    const removals = this.ids
      .filter((id) => !there.has(id))
      .map((id): Difference => {
        const { state, discovery } = topicsOf(id, this.#wish);
        const messages = [discovery, state].map((topic) => ({ topic, payload: '' }));
        return { id, messages, sent: () => this.#remove(id) };
      });
    return [...removals, ...shown.flatMap((device) => this.#difference(device, virtual))];
  }

  #difference(device: Device, virtual: boolean): readonly Difference[] {
    const { id } = device;
    const topics = topicsOf(id, this.#wish);
    const readings = keyedReadings(device);
    const components = componentsOf(id, readings, topics.state);
    const before = this.#components.get(id) ?? {};
    const gone = Object.fromEntries(Object.entries(before).filter(([key]) => components[key] === undefined));
    const told = (missing: Readonly<Record<string, string>>) =>
      JSON.stringify(
        discoveryMessage(device, components, missing, topics, statusTopicOf(this.#wish), this.#wish.version),
      );
    const messages = [
      // what has gone is named once, and what stays behind knows nothing of it
      ...(Object.keys(gone).length === 0 ? [] : [{ topic: topics.discovery, payload: told(gone) }]),
      { topic: topics.discovery, payload: told({}) },
      { topic: topics.state, payload: JSON.stringify(deviceMessage(device, readings, virtual)) },
    ];
    const last = this.#sent.get(id);
    const news = messages.filter(({ topic, payload }) => last?.get(topic) !== payload);
    if (news.length === 0) return [];
    return [
      {
        id,
        messages: news,
        sent: () => {
          this.#sent.set(id, new Map(messages.map(({ topic, payload }) => [topic, payload])));
          this.#components.set(id, platformsOf(components));
        },
      },
    ];
  }

  #remove(id: string): void {
    this.#sent.delete(id);
    this.#components.delete(id);
  }
}

/** What is to be sent of one device. */
export interface Difference {
  readonly id: string;
  readonly messages: readonly Message[];
  /** To be called when the broker has it all. */
  sent(): void;
}

function platformsOf(components: Readonly<Record<string, Component>>): Record<string, string> {
  return Object.fromEntries(Object.entries(components).map(([key, { p = 'sensor' }]) => [key, p]));
}
