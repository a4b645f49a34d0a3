import { readFile } from 'node:fs/promises';

/**
 * How many neighbours (ARP, NDP) the kernel keeps at most: beyond it, datagrams to new addresses vanish without an
 * error. Linux `gc_thresh3`; 1,024 where it cannot be read, which is the kernel's default.
 */
export async function neighbourLimit(): Promise<number> {
  try {
    const value = Number(await readFile('/proc/sys/net/ipv4/neigh/default/gc_thresh3', 'utf8'));
    return Number.isInteger(value) && value > 0 ? value : DEFAULT;
  } catch {
    return DEFAULT;
  }
}

const DEFAULT = 1024;
