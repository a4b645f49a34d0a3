import { createHmac } from 'node:crypto';
import type { Channel } from '@quietport/core';
import { noticesDocument } from './notices-document.ts';
import { postTo } from './post.ts';

/**
 * A webhook, signed as the Standard Webhooks specification has it (version 1.0.0, "Signature scheme"): `webhook-id`,
 * `webhook-timestamp` in seconds, `webhook-signature` `v1,` and HMAC-SHA256 in base64 over `id.timestamp.body`. A secret
 * that begins with `whsec_` is base64, any other is taken as text.
 */
export function webhookChannel(url: string, secret: string | undefined, nowSeconds: () => number): Channel {
  return {
    send: (message, signal) => {
      const body = JSON.stringify(noticesDocument(message));
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
