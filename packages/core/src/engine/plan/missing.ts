/**
 * How many hosts have probably not answered yet, from how many answered for the first time in each pass. That hosts and
 * answers get lost is taken as chance, the same for all; where the last passes say otherwise (devices that seldom
 * answer), their own decline counts.
 */
export function probablyMissing(firstAnswers: readonly number[]): number {
  const passes = firstAnswers.length;
  const known = firstAnswers.reduce((sum, count) => sum + count, 0);
  if (known === 0) return 0;
  // each known host was asked once in vain for every pass before its first answer, then once with success
  const inVain = firstAnswers.reduce((sum, count, pass) => sum + count * pass, 0);
  // one loss more than was seen (Laplace's rule): a few hosts that all answered prove no lossless network
  const loss = (inVain + 1) / (inVain + known + 2);
  const stillLost = loss ** passes;
  return Math.max((known * stillLost) / (1 - stillLost), tail(firstAnswers));
}

/** What a geometric decline from the pass before the last to the last one leaves. */
function tail(firstAnswers: readonly number[]): number {
  const [before = 0, last = 0] = firstAnswers.slice(-2);
  if (firstAnswers.length < 2 || last === 0) return 0;
  const ratio = Math.min(STEEPEST, last / Math.max(before, 1));
  return (last * ratio) / (1 - ratio);
}

const STEEPEST = 0.9;
