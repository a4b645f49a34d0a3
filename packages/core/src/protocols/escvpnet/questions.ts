import { equalBytes } from '../../bytes/hex.ts';
import { encodeVp, vpRequest, vpTypes } from './codec.ts';
import { encodeCommand } from './codec-vp21.ts';

/** All that we ever ask in a session: power, hours of the lamp, the error, the serial number. */
export const questions = ['PWR', 'LAMP', 'ERR', 'SNO'] as const;
export type Question = (typeof questions)[number];

export function encodeQuestion(question: Question): Uint8Array<ArrayBuffer> {
  return encodeCommand(`${question}?`);
}

/** The closed list of what may leave: who is there, open a session without a password, and the questions. */
export const sayable: readonly Uint8Array[] = [
  encodeVp(vpRequest(vpTypes.hello)),
  encodeVp(vpRequest(vpTypes.connect)),
  ...questions.map(encodeQuestion),
];

/** Throws where anything else is about to be said: other commands switch lamps and inputs, or try passwords. */
export function demandReadOnly(bytes: Uint8Array): Uint8Array {
  if (!sayable.some((row) => equalBytes(row, bytes))) throw new RangeError('not on the list of what may be asked');
  return bytes;
}
