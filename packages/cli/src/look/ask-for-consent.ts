import type { Context } from '../command.ts';

/** The offer of a look at the network, and the keys that answer it. Asks nothing where nobody could answer. */
export function askForConsent(
  context: Context,
  interfaces: readonly string[],
  changed: () => void,
  agreed: () => void,
): { offer(): string; given(): boolean; release(): void } {
  const names = interfaces.join(', ');
  let step: 'none' | 'offered' | 'asked' | 'given' = context.canAsk && interfaces.length > 0 ? 'offered' : 'none';
  const release = context.onKey((typed) => {
    const key = typed.toLowerCase();
    if (step === 'offered' && key === 'l') step = 'asked';
    else if (step === 'asked') step = key === 'y' ? 'given' : 'offered';
    else return;
    changed();
    if (step === 'given') agreed();
  });
  const offers = {
    none: '',
    given: '',
    offered: `l: look at my network (${names})`,
    asked: `Look at ${names}? y: yes, any other key: no`,
  };
  return { offer: () => offers[step], given: () => step === 'given', release };
}
