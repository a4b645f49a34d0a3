import type { Channel, ChannelSettings, Sent } from '@quietport/core';
import { createTransport } from 'nodemailer';
import { textOf, titleOf } from './words.ts';

type EmailSettings = Extract<ChannelSettings, { kind: 'email' }>;

/** Mail by the user's own server (RFC 5321): one plain text for one message, and its id as the Message-ID. */
export function emailChannel(settings: EmailSettings, password: string | undefined): Channel {
  const { host, port, security, user, from, to } = settings;
  const transport = createTransport({
    ...{ host, port, secure: security === 'tls', requireTLS: security === 'starttls', ignoreTLS: security === 'none' },
    ...{ connectionTimeout: CONNECT_MS, greetingTimeout: CONNECT_MS, socketTimeout: IDLE_MS },
    ...{ disableFileAccess: true, disableUrlAccess: true },
    ...(user === null ? {} : { auth: { user, pass: password ?? '' } }),
  });
  return {
    send: async (message, signal): Promise<Sent> => {
      const end = () => transport.close();
      signal.addEventListener('abort', end, { once: true });
      try {
        const sent = await transport.sendMail({
          ...{ from, to: [...to], subject: titleOf(message), text: textOf(message) },
          ...{ messageId: `<${message.id}@quietport.invalid>`, headers: { 'Auto-Submitted': 'auto-generated' } },
        });
        return { is: 'taken', detail: sent.response };
      } catch (error) {
        const { responseCode: code, message: detail } = error as Error & { responseCode?: number };
        // RFC 5321, section 4.2.1: 5yz is a no for good, 4yz for now
        return { is: code !== undefined && code >= 500 ? 'refused' : 'failed', detail };
      } finally {
        signal.removeEventListener('abort', end);
      }
    },
    close: async () => transport.close(),
  };
}

const CONNECT_MS = 10_000;
const IDLE_MS = 20_000;
