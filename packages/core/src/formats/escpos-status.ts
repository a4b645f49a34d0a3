/**
 * The closed list of what may be written to the print port of a POS printer on a person's order: questions that are
 * answered and print nothing (protocols page on ESC/POS, sections 2 and 5). Both the gate and the room read it here.
 *
 *     10 04 n   DLE EOT n, real-time status, n = 1..4
 *     1D 49 n   GS I n, who are you, n = 65 firmware, 66 maker, 67 model, 68 serial
 */
export type EscPosQuestion =
  | { readonly is: 'status'; readonly n: (typeof statusNumbers)[number] }
  | { readonly is: 'identity'; readonly n: (typeof identityNumbers)[number] };

export const statusNumbers = [1, 2, 3, 4] as const;
export const identityNumbers = [65, 66, 67, 68] as const;
export const DLE = 0x10;
export const GS = 0x1d;

/** The question that these three bytes are, or `undefined` for anything else. */
export function readEscPosQuestion(bytes: Uint8Array): EscPosQuestion | undefined {
  if (bytes.length !== 3) return undefined;
  const [first, second, number] = bytes;
  const status = first === DLE && second === EOT ? statusNumbers.find((n) => n === number) : undefined;
  if (status !== undefined) return { is: 'status', n: status };
  const identity = first === GS && second === LETTER_I ? identityNumbers.find((n) => n === number) : undefined;
  return identity === undefined ? undefined : { is: 'identity', n: identity };
}

export function encodeEscPosQuestion({ is, n }: EscPosQuestion): Uint8Array<ArrayBuffer> {
  return is === 'status' ? Uint8Array.of(DLE, EOT, n) : Uint8Array.of(GS, LETTER_I, n);
}

const EOT = 0x04;
const LETTER_I = 0x49;
