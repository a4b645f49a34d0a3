import type { Device, DeviceId } from '../model/device.ts';
import type { Millis } from '../model/observation.ts';
import type { PrintJob } from '../model/print-job.ts';
import type { AlertChange } from '../model/raised-alert.ts';

/** What is told while this house watches, by topic. */
export interface Events {
  /** A device is new, or something of it has changed. */
  readonly 'device-changed': { readonly device: Device };
  /** A device went into another one, or left with the virtual fleet. */
  readonly 'device-gone': { readonly id: DeviceId };
  readonly 'look-started': { readonly at: Millis; readonly why: LookReason };
  readonly 'look-finished': {
    readonly at: Millis;
    readonly why: LookReason;
    readonly asked: number;
    readonly answered: number;
    /** Why it could not be done, in words. */
    readonly failed?: string;
  };
  /** An alert started, became graver or less grave, was acknowledged, or ended. */
  readonly 'alert-changed': AlertChange;
  /** A document on its way went a step further, or ended. */
  readonly 'job-changed': { readonly job: PrintJob };
  /** What may be looked at has changed: a person consented, or took it back. */
  readonly 'scope-changed': { readonly at: Millis };
}

export type Topic = keyof Events;

/** `round`: the segments, in their turn. `poll`: devices whose protocols are due. `order`: a person asked for it. */
export type LookReason = 'round' | 'poll' | 'order';

/** One event as a listener gets it. */
export type BusEvent = { readonly [K in Topic]: Numbered<K> }[Topic];

interface Numbered<K extends Topic> {
  readonly topic: K;
  readonly event: Events[K];
  /** Counts every event of this bus, from 1. */
  readonly number: number;
  /** How many events before this one the listener has lost, because it was slow or came back too late. */
  readonly lost: number;
}

export interface Subscription {
  readonly signal: AbortSignal;
  /** How many events wait for this listener at most; the oldest is lost then. */
  readonly keep?: number;
  /** Begins behind the event of this number, as far as the bus still has what followed. */
  readonly after?: number;
}

/** Tells everybody who listens. Who is slow loses his oldest event and is told how many; nobody waits for him. */
export interface Bus {
  publish<K extends Topic>(topic: K, event: Events[K]): void;
  /** Hears from the moment of the call, until the signal fires. */
  subscribe(how: Subscription): AsyncIterable<BusEvent>;
  /** The number of the latest event, 0 before the first. */
  readonly latest: number;
}
