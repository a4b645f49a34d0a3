import { equalBytes } from '../../bytes/hex.ts';
import { type OverheardStream, type Overhearing, overhearing } from '../../contracts/overheard.ts';
import type { Told } from '../../model/observation.ts';
import { vpTypes } from './codec.ts';
import { encodeQuestion, questions } from './questions.ts';
import { firstAnswer, firstMessage, PORT, readAnswer, replyTo, replyTold } from './talk.ts';

/** What projectors said to others: who is there, and in sessions the answers to the questions that we know. */
export const overhear: () => Overhearing = overhearing((heard) => {
  if (heard.over === 'udp' && heard.from.port === PORT) {
    const reply = replyTo(vpTypes.hello, heard.bytes);
    return reply === undefined ? [] : [replyTold(reply, heard.bytes, heard.from)];
  }
  return heard.over === 'tcp' && heard.server.port === PORT ? heard.turns.flatMap((turn) => turnTold(turn, heard)) : [];
});

function turnTold({ said, heard }: OverheardStream['turns'][number], { server }: OverheardStream): readonly Told[] {
  const question = questions.find((one) => equalBytes(encodeQuestion(one), said));
  if (question === undefined) {
    const first = firstMessage(heard)?.value;
    const reply = first === undefined ? undefined : replyTo(vpTypes.connect, first);
    return first === undefined || reply === undefined ? [] : [replyTold(reply, first, server)];
  }
  // notices of a change may come in between
  for (let at = 0; ; ) {
    const answer = firstAnswer(heard.subarray(at));
    if (answer === undefined) return [];
    const told = readAnswer(answer.value, question, server);
    if (typeof told !== 'string') return [told];
    if (told !== 'notice') return [];
    at += answer.size;
  }
}
