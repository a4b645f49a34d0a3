import type { AlertSeverity, Channel } from '@quietport/core';
import { postTo } from './post.ts';
import { textOf, titleOf } from './words.ts';

/** ntfy, publishing as JSON (https://docs.ntfy.sh/publish/#publish-as-json): title, text, priority and tags. */
export function ntfyChannel(url: string, topic: string, token: string | undefined): Channel {
  return {
    send: (message, signal) => {
      const gravest = message.notices
        .filter(({ what }) => what !== 'ended')
        .map(({ alert }) => PRIORITIES[alert.severity])
        .reduce((a, b) => Math.max(a, b), LOW);
      const over = message.notices.every(({ what }) => what === 'ended');
      const body = JSON.stringify({
        ...{ topic, title: titleOf(message), message: textOf(message), priority: gravest },
        tags: [over ? 'white_check_mark' : gravest >= 5 ? 'rotating_light' : 'printer'],
      });
      const login = token === undefined ? {} : { authorization: `Bearer ${token}` };
      return postTo(url, { 'content-type': 'application/json', ...login }, body, signal);
    },
  };
}

const LOW = 2;
const PRIORITIES: Readonly<Record<AlertSeverity, number>> = { info: 2, warning: 4, critical: 5 };
