/** Packets of these with one to three bytes changed behind the first `keep`; the same ones in every run. */
export function changedBytes(packets: readonly Uint8Array[], keep: number, count: number): readonly Uint8Array[] {
  let state = 0x2545f491;
  const dice = (sides: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * sides);
  };
  return Array.from({ length: count }, () => {
    const bytes = Uint8Array.from(packets[dice(packets.length)]!);
    for (let i = dice(3); i >= 0; i--) bytes[keep + dice(bytes.length - keep)] = dice(256);
    return bytes;
  });
}
