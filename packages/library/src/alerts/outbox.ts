import {
  type AlertChange,
  type ChannelConfig,
  type Clock,
  type Delivery,
  type DeliveryAttempt,
  type Dice,
  formatHex,
  graver,
  type Notice,
  type OpenChannel,
  type Sent,
  type Store,
  type Vault,
} from '@quietport/core';
import { channelCalled, channelsOf, secretOf } from './channel-book.ts';

export interface OutboxWorld {
  /** Where channels and deliveries are kept. */
  readonly kept: Store;
  readonly vault: Pick<Vault, 'services'>;
  readonly open: OpenChannel;
  readonly clock: Clock;
  readonly dice: Dice;
}

/** How one channel stands. */
export interface ChannelState {
  readonly waiting: number;
  readonly lost: number;
  readonly last: DeliveryAttempt | undefined;
  readonly retryAt: number | undefined;
}

/**
 * Tells people. Everything that is to be told is kept first; a message is sent, in order, until the other side has taken
 * it. While one waits, what happens meanwhile gathers in the next, so that a channel that was down for a day gets two
 * messages and no flood. Of one message the newest notices are kept; how many were given up is told with it.
 */
export class Outbox {
  readonly #world: OutboxWorld;
  #alarm = new AbortController();

  constructor(world: OutboxWorld) {
    this.#world = world;
  }

  /** Keeps what is to be told, in the transaction that keeps what happened. */
  async take(changes: readonly AlertChange[], inside: Store): Promise<void> {
    if (changes.length === 0) return;
    for (const channel of (await channelsOf(inside)).filter(({ enabled }) => enabled)) {
      const notices = changes.filter((change) => isTold(channel, change)).map((change) => this.#notice(change));
      if (notices.length > 0) await this.#gather(channel.id, notices, inside);
    }
  }

  /** Something was kept: look now. */
  wake(): void {
    this.#alarm.abort();
  }

  async run(signal: AbortSignal): Promise<void> {
    const { clock } = this.#world;
    while (!signal.aborted) {
      this.#alarm = new AbortController();
      const waitMs = await this.#sendDue(signal);
      await clock.sleep(waitMs, AbortSignal.any([signal, this.#alarm.signal]));
    }
  }

  /** Sends one message now, whatever waits. It is no delivery: only its outcome is given. Throws `channel/not-found`. */
  async test(id: string, signal: AbortSignal): Promise<DeliveryAttempt> {
    const { kept, clock, dice } = this.#world;
    const channel = await channelCalled(kept, id);
    const at = clock.now();
    const name = formatHex(dice.bytes(8));
    const alert = {
      ...{ id: name, rule: 'test', severity: 'info' as const, cause: 'test', text: 'This is a test' },
      ...{ told: [], next: 'Nothing is to be done.', since: at, raisedAt: at, changedAt: at, evidence: [] },
    };
    const notices: readonly Notice[] = [{ id: name, at, what: 'test', alert, virtual: false }];
    const sent = await this.#send(channel, { id: name, notices, lost: 0 }, signal);
    return { at: clock.now(), outcome: sent.is, detail: sent.detail };
  }

  /** What was or is to be sent there, the newest first. */
  async deliveries(channel: string, most: number, behind?: { at: number; id: string }): Promise<readonly Delivery[]> {
    const wish = behind === undefined ? { most } : { most, behind };
    const rows = await this.#world.kept.records.list(kindOf(channel), wish);
    return rows.map(({ value }) => value as Delivery);
  }

  async state(channel: string): Promise<ChannelState> {
    const rows = await this.deliveries(channel, KEPT);
    const waiting = rows.filter(({ state }) => state === 'waiting');
    const first = waiting.at(-1);
    return {
      waiting: waiting.reduce((sum, { message }) => sum + message.notices.length, 0),
      lost: waiting.reduce((sum, { message }) => sum + message.lost, 0),
      last: rows.flatMap(({ attempts }) => attempts.at(-1) ?? []).toSorted((a, b) => b.at - a.at)[0],
      retryAt: first === undefined || first.tries === 0 ? undefined : dueAt(first, 0),
    };
  }

  async forget(channel: string): Promise<void> {
    const rows = await this.deliveries(channel, Number.MAX_SAFE_INTEGER);
    await this.#world.kept.records.remove(
      kindOf(channel),
      rows.map(({ id }) => id),
    );
  }

  #notice({ what, alert }: AlertChange): Notice {
    const { clock, dice } = this.#world;
    return { id: formatHex(dice.bytes(8)), at: clock.now(), what, alert, virtual: false };
  }

  /** Into the message that nobody has tried to send yet, or a new one. */
  async #gather(channel: string, notices: readonly Notice[], inside: Store): Promise<void> {
    const { clock, dice } = this.#world;
    const [newest] = await inside.records.list(kindOf(channel), { most: 1 });
    const open = newest?.value as Delivery | undefined;
    const delivery: Delivery =
      open?.state === 'waiting' && open.tries === 0
        ? open
        : {
            ...{ id: formatHex(dice.bytes(8)), channel, at: clock.now(), state: 'waiting', attempts: [], tries: 0 },
            message: { id: formatHex(dice.bytes(8)), notices: [], lost: 0 },
          };
    const all = [...delivery.message.notices, ...notices];
    const lost = delivery.message.lost + Math.max(0, all.length - MOST_NOTICES);
    await this.#keep(
      { ...delivery, message: { ...delivery.message, notices: all.slice(-MOST_NOTICES), lost } },
      inside,
    );
  }

  /** Gives how long there is nothing to do. */
  async #sendDue(signal: AbortSignal): Promise<number> {
    const { kept, clock } = this.#world;
    let wait = LONGEST_MS;
    for (const channel of (await channelsOf(kept)).filter(({ enabled }) => enabled)) {
      const waiting = (await this.deliveries(channel.id, KEPT)).filter(({ state }) => state === 'waiting').reverse();
      for (const delivery of waiting) {
        if (signal.aborted) return 0;
        const rest = dueAt(delivery, channel.gatherSeconds * 1000) - clock.now();
        // a clock that was set back makes nobody wait longer than the longest pause
        if (rest > 0 && rest <= LONGEST_MS) {
          wait = Math.min(wait, rest);
          break;
        }
        // in order: what is behind one that fails waits with it
        const after = await this.#attempt(channel, delivery, signal);
        if (after === undefined) continue;
        wait = Math.min(wait, after);
        break;
      }
      await this.#tidy(channel.id);
    }
    return wait;
  }

  /** How long until the next attempt; `undefined` where it needs none. */
  async #attempt(channel: ChannelConfig, delivery: Delivery, signal: AbortSignal): Promise<number | undefined> {
    const { kept, clock } = this.#world;
    // gathered to its end: what comes from now on is another message
    const trying: Delivery = { ...delivery, tries: delivery.tries + 1 };
    await this.#keep(trying, kept);
    const sent = await this.#send(channel, delivery.message, signal);
    if (signal.aborted && sent.is !== 'taken') return 0;
    const at = clock.now();
    // RFC 9110, section 10.2.3: who asks for a pause gets it, up to the longest
    const asked = sent.is === 'taken' || sent.retryAfterMs === undefined ? {} : { retryAfterMs: sent.retryAfterMs };
    const attempt: DeliveryAttempt = { at, outcome: sent.is, detail: sent.detail, ...asked };
    const attempts = [...delivery.attempts, attempt].slice(-MOST_ATTEMPTS);
    const givenUp = sent.is !== 'taken' && at - delivery.at > GIVE_UP_MS;
    const state = sent.is === 'taken' ? 'taken' : givenUp ? 'given-up' : 'waiting';
    const tried: Delivery = { ...trying, attempts, state };
    await this.#keep(tried, kept);
    return state === 'waiting' ? dueAt(tried, 0) - at : undefined;
  }

  async #send(channel: ChannelConfig, message: Delivery['message'], signal: AbortSignal): Promise<Sent> {
    const { vault, open, clock } = this.#world;
    let secret: string | undefined;
    try {
      secret = await secretOf(channel.id, vault);
      const way = open(channel.settings, secret);
      try {
        const sent = await way.send(message, clock.timeout(SEND_MS, signal));
        return { ...sent, detail: without(secret, sent.detail) };
      } finally {
        await way.close?.();
      }
    } catch (error) {
      return { is: 'failed', detail: without(secret, error instanceof Error ? error.message : String(error)) };
    }
  }

  async #keep(delivery: Delivery, store: Pick<Store, 'records'>): Promise<void> {
    const { id, channel, at } = delivery;
    await store.records.put([{ kind: kindOf(channel), id, at, value: delivery }]);
  }

  async #tidy(channel: string): Promise<void> {
    const rows = await this.deliveries(channel, Number.MAX_SAFE_INTEGER);
    const old = rows.filter(({ state }, i) => i >= KEPT && state !== 'waiting');
    if (old.length > 0)
      await this.#world.kept.records.remove(
        kindOf(channel),
        old.map(({ id }) => id),
      );
  }
}

function isTold({ from, ends }: ChannelConfig, { what, alert }: AlertChange): boolean {
  return graver(alert.severity, from) >= 0 && (what !== 'ended' || ends);
}

/** The first attempt when its time to gather is over, the next ones at growing distances. */
function dueAt({ at, tries, attempts }: Delivery, gatherMs: number): number {
  const last = attempts.at(-1);
  if (last === undefined) return at + gatherMs;
  const own = FIRST_RETRY_MS * 2 ** Math.min(tries - 1, 20);
  return last.at + Math.min(Math.max(own, last.retryAfterMs ?? 0), LONGEST_MS);
}

/** What others say of an attempt is kept and shown: a secret that they repeat is not. */
function without(secret: string | undefined, detail: string): string {
  return secret === undefined || secret === '' ? detail : detail.replaceAll(secret, '***');
}

const kindOf = (channel: string): string => `delivery:${channel}`;
const MOST_NOTICES = 200;
const MOST_ATTEMPTS = 20;
const KEPT = 200;
const SEND_MS = 30_000;
const FIRST_RETRY_MS = 5_000;
const LONGEST_MS = 10 * 60_000;
const GIVE_UP_MS = 7 * 86_400_000;
