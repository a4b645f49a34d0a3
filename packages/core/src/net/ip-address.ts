/** An IP address as 4 or 16 bytes, with the zone of a link-local one. */
export interface IpAddress {
  readonly family: 4 | 6;
  readonly bytes: Uint8Array;
  readonly zone?: string;
}

/** Strict: no leading zeros (octal in some libraries), no short forms. `undefined` where the text is no address. */
export function parseIp(text: string): IpAddress | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

export function parseIpv4(text: string): IpAddress | undefined {
  // by hand: a sweep parses every address that it asks
  const bytes = new Uint8Array(4);
  let octets = 0;
  let digits = 0;
  let value = 0;
  for (let i = 0; i <= text.length; i++) {
    const code = i === text.length ? DOT : text.charCodeAt(i);
    if (code === DOT) {
      if (digits === 0 || octets === 4) return undefined;
      bytes[octets++] = value;
      digits = 0;
      value = 0;
    } else {
      const leadingZero = digits > 0 && value === 0;
      if (code < ZERO || code > ZERO + 9 || leadingZero) return undefined;
      value = 10 * value + code - ZERO;
      digits++;
      if (value > 255) return undefined;
    }
  }
  return octets === 4 ? { family: 4, bytes } : undefined;
}

function parseIpv6(text: string): IpAddress | undefined {
  const percent = text.indexOf('%');
  const zone = percent < 0 ? undefined : text.slice(percent + 1);
  if (zone !== undefined && !/^[\w.@-]+$/.test(zone)) return undefined;
  const halves = (percent < 0 ? text : text.slice(0, percent)).split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map(parseGroups);
  const [head, tail] = groups;
  if (head === undefined || groups.includes(undefined)) return undefined;
  const missing = 16 - head.length - (tail?.length ?? 0);
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  const bytes = Uint8Array.from([...head, ...new Array<number>(missing).fill(0), ...(tail ?? [])]);
  return zone === undefined ? { family: 6, bytes } : { family: 6, bytes, zone };
}

function parseGroups(text: string): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const parts = text.split(':');
  for (const [i, part] of parts.entries()) {
    if (i === parts.length - 1 && part.includes('.')) {
      const v4 = parseIpv4(part);
      if (v4 === undefined) return undefined;
      bytes.push(...v4.bytes);
    } else {
      if (!/^[0-9a-f]{1,4}$/i.test(part)) return undefined;
      const group = Number.parseInt(part, 16);
      bytes.push(group >> 8, group & 0xff);
    }
  }
  return bytes;
}

/** The canonical text (RFC 5952), with the zone where there is one. */
export function formatIp(address: IpAddress): string {
  if (address.family === 4) return address.bytes.join('.');
  const zone = address.zone === undefined ? '' : `%${address.zone}`;
  const groups = Array.from({ length: 8 }, (_, i) => (address.bytes[2 * i]! << 8) | address.bytes[2 * i + 1]!);
  let best = { at: -1, length: 1 };
  for (let i = 0; i < 8; ) {
    let n = 0;
    while (i + n < 8 && groups[i + n] === 0) n++;
    if (n > best.length) best = { at: i, length: n };
    i += Math.max(n, 1);
  }
  const hex = (part: number[]) => part.map((group) => group.toString(16)).join(':');
  if (best.at < 0) return hex(groups) + zone;
  return `${hex(groups.slice(0, best.at))}::${hex(groups.slice(best.at + best.length))}${zone}`;
}

/** The canonical text of whatever the operating system prints (an IPv4-mapped address becomes IPv4). */
export function canonicalIp(text: string): string {
  const address = parseIp(text);
  if (address === undefined) return text;
  const mapped = address.family === 6 && address.bytes.subarray(0, 10).every((b) => b === 0);
  if (mapped && address.bytes[10] === 0xff && address.bytes[11] === 0xff)
    return formatIp({ family: 4, bytes: address.bytes.subarray(12) });
  return formatIp(address);
}

const DOT = 0x2e;
const ZERO = 0x30;
