import { readFile } from 'node:fs/promises';
import type { NeighbourTable } from '@quietport/core';
import { systemText } from './host/system-text.ts';
import { systemTool } from './listeners/system-tool.ts';

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

/** Linux' own table: a file for IPv4; for IPv6 iproute2 asks the kernel, for Node cannot. Elsewhere there are no lines. */
export const systemNeighbours: NeighbourTable = {
  lines: async (family, signal) => {
    if (process.platform !== 'linux') return [];
    const text =
      family === 4 ? await systemText('/proc/net/arp') : await systemTool('ip', ['-6', 'neigh', 'show'], signal);
    return (text ?? '').split('\n').filter((line) => line.trim() !== '');
  },
};

const DEFAULT = 1024;
