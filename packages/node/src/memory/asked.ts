import type { Attempt } from '@quietport/core';

/** What was asked, from where and of whom, as one text: of each, a store keeps the newest attempt. */
export function askedOf({ vantage, target, probe }: Attempt): string {
  return JSON.stringify([vantage.host, vantage.interface, target.transport, target.address, target.port, probe]);
}
