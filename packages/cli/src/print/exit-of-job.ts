import type { PrintJob } from '@quietport/core';

/** 0: on paper as far as anybody can say, or taken. 3: nobody knows. 5: the printer said no, or it failed there. */
export function exitOfJob({ state }: PrintJob): number {
  switch (state) {
    case 'confirmed':
    case 'accepted':
    case 'sent':
    case 'checking':
    case 'sending':
      return 0;
    case 'unknown':
      return 3;
    case 'cancelled':
      return 1;
    default:
      return 5;
  }
}
