import type { PortPolicy } from '@quietport/core';
import type { SystemFiles } from './system-files.ts';

/** The ranges that this network namespace keeps (`ip-sysctl` of the kernel's documentation). */
export function portPolicy(files: SystemFiles): PortPolicy {
  const read = (name: string) => files.read(`/proc/sys/net/ipv4/${name}`)?.trim();
  const [from, to] = (read('ip_local_port_range') ?? '').split(/\s+/).map(Number);
  const unprivileged = read('ip_unprivileged_port_start');
  return {
    clients: isPort(from) && isPort(to) ? { from, to } : null,
    reserved: parseRanges(read('ip_local_reserved_ports') ?? ''),
    unprivilegedFrom: unprivileged !== undefined && /^\d+$/.test(unprivileged) ? Number(unprivileged) : null,
  };
}

/** `8080,9148-9150` */
function parseRanges(text: string): PortPolicy['reserved'] {
  return text.split(',').flatMap((part) => {
    const [from, to = from] = part.split('-').map(Number);
    return isPort(from) && isPort(to) && part !== '' ? [{ from, to }] : [];
  });
}

function isPort(value: number | undefined): value is number {
  return value !== undefined && Number.isInteger(value) && value >= 0 && value <= 65535;
}
