/** Object identifiers are dotted text at every border (`1.3.6.1.2.1.1.1.0`); these compare them without parsing twice. */

/** The arcs of dotted text; a leading dot, as some tools print it, is ignored. `undefined` where it is no OID. */
export function parseOid(text: string): number[] | undefined {
  const numbers: number[] = [];
  let arc = 0;
  let digits = 0;
  for (let i = text.startsWith('.') ? 1 : 0; i <= text.length; i++) {
    const digit = i === text.length ? -1 : text.charCodeAt(i) - 0x30;
    if (digit >= 0 && digit <= 9) {
      arc = arc * 10 + digit;
      if (++digits > 10 || arc > 0xffff_ffff) return undefined;
      continue;
    }
    if (digits === 0 || (i < text.length && text[i] !== '.') || numbers.length === 128) return undefined;
    numbers.push(arc);
    arc = 0;
    digits = 0;
  }
  if (numbers.length < 2) return undefined;
  const [first = 3, second = 0] = numbers;
  return first > 2 || (first < 2 && second > 39) || second > 0xffff_ffff - 80 ? undefined : numbers;
}

/** Lexicographical order, arc by arc (RFC 3416, section 4.2.2): negative where `a` comes first. */
export function compareArcs(a: readonly number[], b: readonly number[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const difference = a[i]! - b[i]!;
    if (difference !== 0) return difference;
  }
  return a.length - b.length;
}

/** The same for dotted text. Text that is no OID comes first. */
export function compareOids(a: string, b: string): number {
  return compareArcs(parseOid(a) ?? [], parseOid(b) ?? []);
}

/** True where `oid` is `root` or lies below it. */
export function isWithin(root: string, oid: string): boolean {
  return oid.startsWith(root) && (oid.length === root.length || oid[root.length] === '.');
}
