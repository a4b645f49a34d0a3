import type { Handlers } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import {
  channelCalled,
  channelsDocument,
  channelsOf,
  channelTestDocument,
  deleteChannel,
  deliveriesDocument,
  putChannel,
  secretOf,
} from '@quietport/library';
import { systemClock } from '@quietport/node';
import type { Keeping } from './keeping.ts';

export function channelHandlers({
  kept,
  vault,
  outbox,
}: Keeping): Pick<Handlers, 'channels' | 'putChannel' | 'deleteChannel' | 'testChannel' | 'deliveries'> {
  const channels = async () => {
    const rows = (await channelsOf(kept)).map(async (channel) => ({
      channel,
      hasSecret: await hasSecret(channel.id, vault),
      ...(await outbox.state(channel.id)),
    }));
    return channelsDocument(await Promise.all(rows));
  };
  return {
    channels,
    putChannel: async ({ params, body: { secret, ...config } }) => {
      if (secret?.startsWith('whsec_') && Buffer.from(secret.slice(6), 'base64').length < SHORTEST_KEY)
        throw new Fault('channel/bad-secret', {
          channel: params.channel,
          detail: 'behind whsec_ stands no base64 of 24 bytes or more',
        });
      await putChannel({ id: params.channel, ...config }, secret, systemClock.now(), kept, vault);
      outbox.wake();
      return channels();
    },
    deleteChannel: async ({ params }) => {
      await deleteChannel(params.channel, kept, vault);
      await outbox.forget(params.channel);
      return channels();
    },
    testChannel: async ({ params, signal }) => channelTestDocument(await outbox.test(params.channel, signal)),
    deliveries: async ({ params, query: { limit, cursor } }) => {
      await channelCalled(kept, params.channel);
      const [, at, id] = /^(\d+(?:\.\d+)?)-([0-9a-f]+)$/.exec(cursor ?? '') ?? [];
      if (cursor !== undefined && id === undefined) throw new Fault('request/bad-cursor');
      const behind = id === undefined ? undefined : { at: Number(at), id };
      const rows = await outbox.deliveries(params.channel, limit, behind);
      const last = rows.length === limit ? rows.at(-1) : undefined;
      return deliveriesDocument(rows, last === undefined ? undefined : `${last.at}-${last.id}`);
    },
  };
}

/** Null where the vault cannot be opened: what a channel is may be seen without. */
async function hasSecret(channel: string, vault: Keeping['vault']): Promise<boolean | null> {
  try {
    return (await vault.exists()) && (await secretOf(channel, vault)) !== undefined;
  } catch (error) {
    if (error instanceof Fault && error.code.startsWith('credentials/')) return null;
    throw error;
  }
}

// Standard Webhooks 1.0.0, "Secret keys": 24 to 64 bytes
const SHORTEST_KEY = 24;
