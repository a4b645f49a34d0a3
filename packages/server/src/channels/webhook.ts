import { createHmac } from 'node:crypto';
import type { Channel, Message } from '@quietport/core';
import { postTo } from './post.ts';
import { alertWords } from './words.ts';

/**
 * A webhook, signed as the Standard Webhooks specification has it (version 1.0.0, "Signature scheme"): `webhook-id`,
 * `webhook-timestamp` in seconds, `webhook-signature` `v1,` and HMAC-SHA256 in base64 over `id.timestamp.body`. A secret
 * that begins with `whsec_` is base64, any other is taken as text.
 */
export function webhookChannel(url: string, secret: string | undefined, nowSeconds: () => number): Channel {
  return {
    send: (message, signal) => {
      const body = JSON.stringify(webhookBody(message));
      const timestamp = String(nowSeconds());
      const signed =
        secret === undefined ? {} : { 'webhook-signature': signatureOf(secret, message.id, timestamp, body) };
      return postTo(
        url,
        { 'content-type': 'application/json', 'webhook-id': message.id, 'webhook-timestamp': timestamp, ...signed },
        body,
        signal,
      );
    },
  };
}

export function signatureOf(secret: string, id: string, timestamp: string, body: string): string {
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
  return `v1,${createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64')}`;
}

/** `quietport/notices@1` */
function webhookBody({ id, notices, lost }: Message): object {
  return {
    schema: 'quietport/notices@1',
    id,
    lost,
    notices: notices.map(({ id: notice, at, what, alert }) => ({
      id: notice,
      at: new Date(at).toISOString(),
      what,
      words: alertWords(what, alert),
      alert: {
        ...{ id: alert.id, rule: alert.rule, severity: alert.severity, cause: alert.cause, text: alert.text },
        ...{ device: alert.device ?? null, deviceName: alert.deviceName ?? null, next: alert.next, told: alert.told },
        since: new Date(alert.since).toISOString(),
        endedAt: alert.endedAt === undefined ? null : new Date(alert.endedAt).toISOString(),
      },
    })),
  };
}
