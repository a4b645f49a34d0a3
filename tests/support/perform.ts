import type { Answer, Conversation, Effect } from '../../packages/core/src/contracts/conversation.ts';
import type { Told } from '../../packages/core/src/model/observation.ts';

export interface Performed<T> {
  readonly result: T;
  readonly told: readonly Told[];
  readonly effects: readonly Effect[];
}

/**
 * Drives a conversation by hand: `world` says what each effect is answered with, `tell` is taken here. A conversation
 * that goes on for more than `most` effects fails.
 */
export function perform<T>(talk: Conversation<T>, world: (effect: Effect) => Answer, most = 5_000): Performed<T> {
  const told: Told[] = [];
  const effects: Effect[] = [];
  let step = talk.next();
  while (!step.done) {
    if (effects.length >= most) throw new Error(`the conversation goes on after ${most} effects`);
    const effect = step.value;
    effects.push(effect);
    if (effect.do === 'tell') {
      told.push(effect.told);
      step = talk.next(undefined);
    } else step = talk.next(world(effect));
  }
  return { result: step.value, told, effects };
}
