import type { LookWorld } from './look-world.ts';
import type { Methods } from './methods.ts';
import type { LookOrder } from './order.ts';
import type { Places } from './places.ts';
import type { Talks } from './talks.ts';

/** All that the parts of one look ask with. */
export interface Asking {
  readonly order: LookOrder;
  readonly world: LookWorld;
  readonly places: Places;
  readonly methods: Methods;
  readonly talks: Talks;
  readonly signal: AbortSignal;
}
