import { formatHex } from '../../bytes/hex.ts';
import type { DnsRecord } from '../../formats/dns.ts';
import { type DnsData, dnsType } from '../../formats/dns-data.ts';
import { nameKey } from '../../formats/dns-name.ts';
import { parseInstance } from './codec.ts';

/**
 * The records that one conversation has heard, until their time is over. Times are milliseconds since its start. Bounded:
 * when it is full, the name heard first goes first.
 */
export class RecordCache {
  readonly #sets = new Map<string, Map<string, Held>>();
  readonly #instances = new Map<string, Set<string>>();
  #count = 0;

  /** True where it told something new. */
  put(record: DnsRecord, now: number): boolean {
    const key = keyOf(record.name, record.type);
    const set = this.#sets.get(key) ?? new Map<string, Held>();
    const data = dataKey(record.data);
    // What another packet said more than a second ago is over (RFC 6762 section 10.2).
    if (record.flush)
      for (const [other, held] of set)
        if (other !== data && now - held.at > 1000) held.until = Math.min(held.until, now + 1000);
    const old = set.get(data);
    // A goodbye counts for one second more (section 10.1).
    set.set(data, { record, at: now, until: now + 1000 * Math.max(1, record.ttlSeconds) });
    this.#sets.set(key, set);
    if (old !== undefined) return false;
    this.#count++;
    if (record.data.is === 'srv' && parseInstance(record.name) !== undefined) {
      const host = nameKey(record.data.target);
      this.#instances.set(host, (this.#instances.get(host) ?? new Set()).add(record.name));
    }
    while (this.#count > MOST_RECORDS) this.#forgetOldest();
    return true;
  }

  of(name: string, type: number, now: number): DnsRecord[] {
    const set = this.#sets.get(keyOf(name, type));
    return set === undefined ? [] : [...set.values()].filter((held) => held.until > now).map((held) => held.record);
  }

  /** The instances whose SRV record names this host. */
  instancesOf(host: string, now: number): string[] {
    const names = [...(this.#instances.get(nameKey(host)) ?? [])];
    return names.filter((name) => this.targetOf(name, now) === nameKey(host));
  }

  /** The host of an instance, as a key. */
  targetOf(instance: string, now: number): string | undefined {
    const data = this.of(instance, dnsType.srv, now).at(-1)?.data;
    return data?.is === 'srv' ? nameKey(data.target) : undefined;
  }

  addressesOf(host: string, now: number): string[] {
    const records = [...this.of(host, dnsType.a, now), ...this.of(host, dnsType.aaaa, now)];
    return records.flatMap(({ data }) => (data.is === 'address' ? [data.address] : []));
  }

  /** Pointers with more than half of their time left, with what is left (RFC 6762 section 7.1). */
  knownAnswers(now: number): DnsRecord[] {
    const known: DnsRecord[] = [];
    for (const set of this.#sets.values())
      for (const { record, until } of set.values()) {
        const left = Math.floor((until - now) / 1000);
        if (record.type === dnsType.ptr && left > record.ttlSeconds / 2)
          known.push({ ...record, flush: false, ttlSeconds: left });
      }
    return known;
  }

  #forgetOldest(): void {
    const [key, set] = this.#sets.entries().next().value!;
    this.#sets.delete(key);
    this.#count -= set.size;
    for (const { record } of set.values()) {
      if (record.data.is !== 'srv') continue;
      const host = nameKey(record.data.target);
      const names = this.#instances.get(host);
      names?.delete(record.name);
      if (names?.size === 0) this.#instances.delete(host);
    }
  }
}

interface Held {
  readonly record: DnsRecord;
  readonly at: number;
  until: number;
}

/** Same data, same text: names are compared without case. */
export function dataKey(data: DnsData): string {
  switch (data.is) {
    case 'ptr':
      return nameKey(data.target);
    case 'srv':
      return `${data.priority} ${data.weight} ${data.port} ${nameKey(data.target)}`;
    case 'txt':
      return data.strings.map(formatHex).join(' ');
    case 'address':
      return data.address;
    case 'nsec':
      return data.types.join(' ');
    case 'raw':
      return formatHex(data.bytes);
  }
}

function keyOf(name: string, type: number): string {
  return `${type} ${nameKey(name)}`;
}

const MOST_RECORDS = 4096;
