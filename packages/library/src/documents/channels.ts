import type { ChannelConfig, Delivery, DeliveryAttempt } from '@quietport/core';
import type { ChannelState } from '../alerts/outbox.ts';
import { iso } from './device.ts';

export interface ShownChannel extends ChannelState {
  readonly channel: ChannelConfig;
  /** Null where nobody can say: the vault does not open. */
  readonly hasSecret: boolean | null;
}

/** `quietport/channels@1`: no secret is in it. */
export function channelsDocument(channels: readonly ShownChannel[]): object {
  return {
    schema: 'quietport/channels@1',
    channels: channels.map(({ channel, hasSecret, waiting, lost, last, retryAt }) => ({
      ...channel,
      hasSecret,
      waiting,
      lost,
      last: last === undefined ? null : attemptDocument(last),
      retryAt: retryAt === undefined ? null : iso(retryAt),
    })),
  };
}

/** `quietport/channel-test@1` */
export function channelTestDocument(attempt: DeliveryAttempt): object {
  return { schema: 'quietport/channel-test@1', ...attemptDocument(attempt) };
}

/** `quietport/deliveries@1` */
export function deliveriesDocument(deliveries: readonly Delivery[], next: string | undefined): object {
  return {
    schema: 'quietport/deliveries@1',
    deliveries: deliveries.map(({ id, at, state, tries, attempts, message }) => ({
      ...{ id, at: iso(at), state, tries, attempts: attempts.map(attemptDocument), lost: message.lost },
      notices: message.notices.map((notice) => ({
        ...{ id: notice.id, at: iso(notice.at), what: notice.what },
        ...{ alert: notice.alert.id, text: notice.alert.text },
      })),
    })),
    next: next ?? null,
  };
}

function attemptDocument({ at, outcome, detail }: DeliveryAttempt): object {
  return { at: iso(at), outcome, detail };
}
