import type { Message } from '@quietport/core';
import { alertWords } from './words.ts';

/** `quietport/notices@1`: a message for programs. */
export function noticesDocument({ id, notices, lost }: Message): object {
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
