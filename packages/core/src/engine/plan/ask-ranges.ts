import { addressesOf } from '../gate/scope.ts';
import type { Asking } from './asking.ts';
import type { Methods } from './methods.ts';
import { actualPort, type LookOrder } from './order.ts';
import { type SweepQuestion, sweep } from './sweep.ts';

/** The addresses of the ordered ranges that may be asked, in the order in which they are swept. */
export interface RangeParts {
  readonly routed: readonly string[];
  readonly onLink: readonly string[];
  /** A virtual fleet has no neighbours to resolve, and may serve its ports elsewhere. */
  readonly virtual: readonly string[];
}

export function rangeParts({ order, world, places }: Asking): RangeParts {
  const parts = { routed: [] as string[], onLink: [] as string[], virtual: [] as string[] };
  for (const address of addressesOf(order.ranges, order.excluded)) {
    if (places.isOwn(address) || !world.gate.mayReach(address)) continue;
    if (places.isVirtual(address)) parts.virtual.push(address);
    else if (places.segmentOf(address) === undefined) parts.routed.push(address);
    else parts.onLink.push(address);
  }
  return parts;
}

/** Sweeps the parts one after the other: one small question each, again where it may have been lost. */
export async function sweepRanges(
  { routed, onLink, virtual }: RangeParts,
  { order, world, methods, places, talks, signal }: Asking,
): Promise<void> {
  const { gate, clock, dice } = world;
  for (const part of [routed, onLink, virtual]) {
    if (part.length === 0) continue;
    await sweep(
      {
        questions: questionsOf(methods, order, part === virtual),
        addresses: part,
        community: order.community,
        token: dice.bytes(4),
        passes: order.tries === 1 ? 1 : MOST_PASSES,
        waitMs: order.waitMs,
        ...(part === onLink ? { neighbourLimit: order.neighbourLimit } : {}),
      },
      gate,
      clock,
      (told) => talks.hear(told, places.vantage(told.from.address)),
      signal,
    );
  }
}

function questionsOf(methods: Methods, { fleet }: LookOrder, virtual: boolean): SweepQuestion[] {
  return methods.onHost.flatMap((probe) => {
    const { sweep: question } = probe;
    return question === undefined ? [] : [{ probe, sweep: question, port: actualPort(fleet, virtual, question.port) }];
  });
}

// the losses decide how often a silent address is asked; this ends it where they are beyond reason
const MOST_PASSES = 8;
