import type { AlertSeverity } from '../model/alert-rule.ts';
import type { Millis } from '../model/observation.ts';
import type { AlertChangeWord, RaisedAlert } from '../model/raised-alert.ts';

/** Where people are told of alerts. */
export type ChannelSettings =
  | { readonly kind: 'webhook'; readonly url: string }
  | {
      readonly kind: 'email';
      readonly host: string;
      readonly port: number;
      /** `tls`: from the first byte. `starttls`: demanded before anything else. `none`: in the clear. */
      readonly security: 'tls' | 'starttls' | 'none';
      readonly user: string | null;
      readonly from: string;
      readonly to: readonly string[];
    }
  | { readonly kind: 'ntfy'; readonly url: string; readonly topic: string }
  /** `mqtt://host:1883`, or `mqtts://host:8883` by TLS. */
  | { readonly kind: 'mqtt'; readonly url: string; readonly user: string | null; readonly topic: string };

export type ChannelKind = ChannelSettings['kind'];

/** A channel as a person set it up; its secret lies in the vault. */
export interface ChannelConfig {
  readonly id: string;
  readonly title: string;
  readonly enabled: boolean;
  /** Alerts of this severity and graver ones are told. */
  readonly from: AlertSeverity;
  /** Whether ends are told. */
  readonly ends: boolean;
  /** What happens within so many seconds goes out together. */
  readonly gatherSeconds: number;
  readonly settings: ChannelSettings;
}

/** One thing to tell. Its id is the same however often it is sent: whoever has it already may pass it over. */
export interface Notice {
  readonly id: string;
  readonly at: Millis;
  readonly what: AlertChangeWord | 'test';
  readonly alert: RaisedAlert;
  readonly virtual: boolean;
}

/** What goes out in one message. */
export interface Message {
  /** The same in every attempt. */
  readonly id: string;
  /** In the order in which they happened; several are told together. */
  readonly notices: readonly Notice[];
  /** How many earlier ones were given up, because too many waited or they were too old. */
  readonly lost: number;
}

/** How it went: `refused` is the other side's no to this very message; both are tried again. */
export type Sent =
  | { readonly is: 'taken'; readonly detail: string }
  | { readonly is: 'failed' | 'refused'; readonly detail: string; readonly retryAfterMs?: number };

/** One way out. It never throws for what the world does, and never writes its secret anywhere. */
export interface Channel {
  send(message: Message, signal: AbortSignal): Promise<Sent>;
  close?(): Promise<void>;
}

/** Makes a channel of its settings and, where there is one, its secret. */
export type OpenChannel = (settings: ChannelSettings, secret: string | undefined) => Channel;

/** What was sent, or is to be sent, to one channel. */
export interface Delivery {
  readonly id: string;
  readonly channel: string;
  readonly at: Millis;
  readonly state: 'waiting' | 'taken' | 'given-up';
  readonly message: Message;
  /** The latest attempts, the newest last. */
  readonly attempts: readonly DeliveryAttempt[];
  /** How many there were in all. */
  readonly tries: number;
}

export interface DeliveryAttempt {
  readonly at: Millis;
  readonly outcome: Sent['is'];
  readonly detail: string;
  /** The pause that the other side asked for. */
  readonly retryAfterMs?: number;
}
