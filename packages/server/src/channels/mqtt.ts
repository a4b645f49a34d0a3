import type { Channel, ChannelSettings, Sent } from '@quietport/core';
import type { MqttClient } from 'mqtt';
import { noticesDocument } from './notices-document.ts';

type MqttSettings = Extract<ChannelSettings, { kind: 'mqtt' }>;

/**
 * A topic of the user's broker (MQTT 3.1.1): the document of the webhook, with quality of service 1 and not retained: an old
 * alert is no news to who comes later. The broker's acknowledgement is what counts as taken (section 4.3.2).
 */
export function mqttChannel({ url, user, topic }: MqttSettings, password: string | undefined): Channel {
  return {
    send: async (message, signal): Promise<Sent> => {
      // loaded where a broker is told: half a second that nobody else has to wait
      const { connect } = (await import('mqtt')).default;
      let client: MqttClient | undefined;
      try {
        client = connect(url, {
          ...{ reconnectPeriod: 0, connectTimeout: CONNECT_MS, clean: true },
          ...(user === null ? {} : { username: user, password: password ?? '' }),
        });
        await connected(client, signal);
        const body = JSON.stringify(noticesDocument(message));
        await ended(client, signal, client.publishAsync(topic, body, { qos: 1 }));
        return { is: 'taken', detail: `The broker has it under ${topic}.` };
      } catch (error) {
        const { code, message: text } = worded(error);
        // section 3.2.2.3: return codes 1 to 5 are a no; error codes of the system are words
        return { is: typeof code === 'number' ? 'refused' : 'failed', detail: text || String(code ?? 'no connection') };
      } finally {
        if (client !== undefined) await leave(client);
      }
    },
  };
}

function connected(client: MqttClient, signal: AbortSignal): Promise<void> {
  const open = new Promise<void>((resolve) => client.once('connect', () => resolve()));
  return ended(client, signal, open);
}

/** What comes of it, or why the connection has ended before. */
function ended<T>(client: MqttClient, signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const late = () => reject(new Error('no answer in time'));
    if (signal.aborted) late();
    signal.addEventListener('abort', late, { once: true });
    // no more than one of these counts; every later one must be heard, or it would end the program
    client.on('error', reject);
    client.once('close', () => reject(new Error('the broker has closed the connection')));
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', late));
  });
}

/** Several addresses of one name fail as one error without a text. */
function worded(error: unknown): { readonly code?: string | number; readonly message: string } {
  const [first] = error instanceof AggregateError ? (error.errors as Error[]) : [error as Error];
  return first ?? new Error('no connection');
}

/** In good order where it still answers: what it has taken is not to be cut off. */
async function leave(client: MqttClient): Promise<void> {
  await client.endAsync(!client.connected).catch(() => undefined);
}

const CONNECT_MS = 10_000;
