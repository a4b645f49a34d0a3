import { RESULT } from './codec.ts';

/** What the letters, types and codes of the public record are called; what is not here has no published name. */
export const letterNames: Readonly<Record<string, string>> = {
  P: 'probe',
  Q: 'query',
  C: 'command',
  S: 'setup',
  I: 'initialize',
  N: 'notify',
};

export const deviceTypeNames: Readonly<Record<number, string>> = {
  0: 'network interface',
  2: 'printer',
  3: 'POS printer',
  4: 'scanner',
};

export const resultNames: Readonly<Record<number, string>> = {
  [RESULT.done]: 'normal end',
  [RESULT.failed]: 'refused or failed',
  [RESULT.noSuchDevice]: 'no such device',
  [RESULT.notSupported]: 'function not supported',
};
