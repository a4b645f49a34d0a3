import type { Store, Vault } from '@quietport/core';
import type { Outbox } from '@quietport/library';

/** What belongs to the person and not to what is shown now: rules, channels and their secrets. */
export interface Keeping {
  readonly kept: Store;
  readonly vault: Vault;
  readonly outbox: Outbox;
}
