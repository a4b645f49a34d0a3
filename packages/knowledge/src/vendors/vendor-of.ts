import { vendorData } from './vendor-data.ts';

/** Whose number a MAC has. It is the maker of the network card, which is not always that of the device around it. */
export interface MacVendor {
  /** Absent where the prefix is none of those that we keep, or of nobody. */
  readonly maker?: string;
  /** Not given by a maker (IEEE 802-2014, section 8.2.2): random, virtual, or set by hand. */
  readonly locallyAdministered: boolean;
}

/** The vendor of a MAC in canonical text (`64:eb:8c:10:20:01`). The longest prefix counts: 36, 28, then 24 bits. */
export function vendorOf(mac: string): MacVendor {
  const digits = mac.toLowerCase().replaceAll(':', '');
  if (!/^[0-9a-f]{12}$/.test(digits)) return { locallyAdministered: false };
  if ((Number.parseInt(digits[1]!, 16) & 2) !== 0) return { locallyAdministered: true };
  byPrefix ??= new Map(
    vendorData.flatMap(([maker, list]) => list.split(' ').map((prefix) => [prefix, maker] as const)),
  );
  for (const length of [9, 7, 6]) {
    const maker = byPrefix.get(digits.slice(0, length));
    if (maker !== undefined) return { maker, locallyAdministered: false };
  }
  return { locallyAdministered: false };
}

/** Made when it is first asked for: most commands never ask. */
let byPrefix: ReadonlyMap<string, string> | undefined;
