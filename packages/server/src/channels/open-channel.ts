import type { Channel, ChannelSettings, Clock } from '@quietport/core';
import { emailChannel } from './email.ts';
import { mqttChannel } from './mqtt.ts';
import { ntfyChannel } from './ntfy.ts';
import { webhookChannel } from './webhook.ts';

/** A way out by its settings. A new kind is its file and one line here. */
export function openChannel(settings: ChannelSettings, secret: string | undefined, clock: Pick<Clock, 'now'>): Channel {
  switch (settings.kind) {
    case 'webhook':
      return webhookChannel(settings.url, secret, () => Math.floor(clock.now() / 1000));
    case 'email':
      return emailChannel(settings, secret);
    case 'ntfy':
      return ntfyChannel(settings.url, settings.topic, secret);
    case 'mqtt':
      return mqttChannel(settings, secret);
  }
}
