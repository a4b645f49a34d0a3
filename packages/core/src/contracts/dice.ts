/** Where chance comes from. */
export interface Dice {
  bytes(count: number): Uint8Array;
}
