import { type Piece, type PollQuestion, pack, questionFor, singlePieces, tablePieces } from './poll-question.ts';
import type { Shape } from './poll-shape.ts';

/** The packets of one poll. */
export interface PollPlan {
  readonly singles: readonly PollQuestion[];
  readonly tables: readonly PollQuestion[];
}

/** The plan for hosts of this shape, made once: a fleet has many devices and few shapes. `undefined`: the guard forbids it. */
export function planFor(shape: Shape, community: string): PollPlan | undefined {
  const known = plans.get(shape);
  if (known?.community === community) return known.plan;
  const plan = makePlan(shape, community);
  plans.set(shape, { community, plan });
  return plan;
}

function makePlan(shape: Shape, community: string): PollPlan | undefined {
  const questions = (is: PollQuestion['is'], pieces: readonly Piece[]) =>
    pack(pieces).flatMap((packet) => questionFor(is, packet, shape, community) ?? []);
  const singles = questions('GetRequest', singlePieces(shape));
  const tables = questions('GetNextRequest', tablePieces(shape));
  const asked = [...singles, ...tables].reduce((sum, { pieces }) => sum + pieces.length, 0);
  return asked === singlePieces(shape).length + tablePieces(shape).length ? { singles, tables } : undefined;
}

// remembered for speed alone: a plan depends on nothing but the shape and the community
const plans = new WeakMap<Shape, { readonly community: string; readonly plan: PollPlan | undefined }>();
