import type { Station } from '@quietport/library';

/** What the handlers ask of the station. */
export type ServedStation = Pick<
  Station,
  | 'store'
  | 'devices'
  | 'world'
  | 'correct'
  | 'virtual'
  | 'scope'
  | 'vantage'
  | 'looks'
  | 'schedule'
  | 'look'
  | 'consent'
  | 'withdraw'
>;
