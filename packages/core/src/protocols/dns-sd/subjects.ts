import { type DnsMessage, dnsFlags } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { nameKey } from '../../formats/dns-name.ts';
import type { Claim } from '../../model/claim.ts';
import { claimsOf, kindClaim, type Placed, queuePath, resourceOf, scanPath } from './claims.ts';
import { CUPS_TYPE, parseInstance } from './codec.ts';
import type { RecordCache } from './record-cache.ts';

/** What one packet says of one device. */
export interface Saying {
  readonly claims: readonly Claim[];
  readonly relayed: boolean;
  readonly validForMs?: number;
  /** Names (as keys) of which records are still missing that could change what is said. */
  readonly awaits: readonly string[];
  /** A web page and no more: no proof of a printer. */
  readonly adminOnly: boolean;
}

/**
 * One packet can speak of several devices (a proxy, a reflector, a server with queues): its records are sorted by the
 * host that their SRV record names, and the queues of a CUPS server each stand alone. The cache only joins instances to
 * hosts and tells the kind; every claim is of a field of this packet.
 */
export function sayingsOf(message: DnsMessage, sender: string, cache: RecordCache, now: number): Saying[] {
  const subjects = new Map<string, Subject>();
  const look = new Look(cache, now);
  for (const placed of placedRecords(message)) {
    const subject = look.subjectOf(placed);
    if (subject === undefined) continue;
    const known = subjects.get(subject.key) ?? subject;
    known.records.push(placed);
    subjects.set(subject.key, known);
  }
  // The questions come back with a legacy answer: its TTL is capped at 10 s and says nothing (RFC 6762 section 6.7).
  const legacy = message.questions.length > 0;
  return [...subjects.values()]
    .map((subject) => look.say(subject, sender, legacy))
    .filter(({ claims }) => claims.length > 0);
}

export function isResponse(message: DnsMessage): boolean {
  return (message.flags & dnsFlags.response) !== 0 && (message.flags & dnsFlags.opcode) === 0;
}

/** Authority records of a response say nothing to us. */
function placedRecords(message: DnsMessage): Placed[] {
  return [
    ...message.answers.map((record, i) => ({ record, path: `answer[${i}]` })),
    ...message.additionals.map((record, i) => ({ record, path: `additional[${i}]` })),
  ];
}

interface Subject {
  readonly key: string;
  /** Absent while the SRV record was not heard. */
  readonly host: string | undefined;
  readonly queue: boolean;
  readonly records: Placed[];
}

/** The cache as it stands at one moment, with what was found out remembered. */
class Look {
  readonly #cache: RecordCache;
  readonly #now: number;
  readonly #labels = new Map<string, Set<string>>();
  readonly #pointed: Set<string>;
  readonly #devices = new Map<string, string[]>();

  constructor(cache: RecordCache, now: number) {
    this.#cache = cache;
    this.#now = now;
    const queues = cache.of(CUPS_TYPE, dnsType.ptr, now);
    this.#pointed = new Set(queues.map(({ data }) => (data.is === 'ptr' ? nameKey(data.target) : '')));
  }

  subjectOf({ record }: Placed): Subject | undefined {
    const { data } = record;
    if (data.is === 'address') {
      const host = nameKey(record.name);
      return this.#devicesOf(host).length === 0 ? undefined : { key: host, host, queue: false, records: [] };
    }
    const name = data.is === 'ptr' ? data.target : data.is === 'srv' || data.is === 'txt' ? record.name : '';
    const instance = parseInstance(name);
    if (instance === undefined) return undefined;
    const host = this.#cache.targetOf(name, this.#now);
    const queue = this.#isQueue(name, host);
    const key = host === undefined ? `?${nameKey(name)}` : queue ? `${host} ${instance.label}` : host;
    return { key, host, queue, records: [] };
  }

  say({ host, queue, records }: Subject, sender: string, legacy: boolean): Saying {
    const claims = distinct([
      ...records.flatMap((placed) => claimsOf(placed, this.#resource(placed, records))),
      ...this.#kind(host, queue, records),
    ]);
    const addresses = host === undefined ? [] : this.#cache.addressesOf(host, this.#now);
    const foreign = addresses.length > 0 && !addresses.includes(sender.replace(/%.*$/, ''));
    const live = records.filter(({ record }) => record.ttlSeconds > 0);
    const ttl = live.length === 0 ? 0 : Math.min(...live.map(({ record }) => record.ttlSeconds));
    const sorts = this.#sorts(host, queue, records);
    return {
      claims,
      relayed: queue || foreign,
      ...(legacy ? {} : { validForMs: ttl * 1000 }),
      awaits: live.length === 0 ? [] : this.#awaits(host, queue, records, addresses.length > 0 && sorts.has('print')),
      adminOnly: !sorts.has('print') && !sorts.has('scan') && !sorts.has('server'),
    };
  }

  #kind(host: string | undefined, queue: boolean, records: readonly Placed[]): Claim[] {
    const live = records.filter(({ record }) => record.ttlSeconds > 0);
    const sorts = this.#sorts(host, queue, records);
    const scans =
      sorts.has('scan') || (host !== undefined && this.#devicesOf(host).some((name) => this.#saysScan(name)));
    const own = live.find((placed) => scanPath(placed) !== undefined);
    const wanted = sorts.has('print') ? 'print' : 'scan';
    const witness = live.find(({ record }) => sortOf(record) === wanted);
    if (queue) {
      const marked = live.find((placed) => queuePath(placed) !== undefined) ?? witness;
      return marked === undefined ? [] : kindClaim('print-server', marked);
    }
    if (sorts.has('print')) {
      const kind = scans || own !== undefined ? 'mfp' : 'printer';
      const by = own ?? witness ?? (kind === 'mfp' ? live.find(({ record }) => sortOf(record) === 'scan') : undefined);
      return by === undefined ? [] : kindClaim(kind, by);
    }
    return sorts.has('scan') && witness !== undefined ? kindClaim('scanner', witness) : [];
  }

  /** Which sorts of service the device has, by all that was heard of its host. */
  #sorts(host: string | undefined, queue: boolean, records: readonly Placed[]): Set<string> {
    const names = host === undefined || queue ? [] : this.#devicesOf(host);
    const here = records.map(({ record }) => sortOf(record));
    return new Set(
      [...names.map((name) => parseInstance(name)?.service.sort), ...here].filter((sort) => sort !== undefined),
    );
  }

  #awaits(host: string | undefined, queue: boolean, records: readonly Placed[], hostTold: boolean): string[] {
    const here = records.flatMap(({ record }) => instanceName(record) ?? []);
    if (host === undefined) return here.map(nameKey);
    const silent = (queue ? here : this.#devicesOf(host)).filter((name) => this.#txt(name) === undefined);
    return [...(hostTold ? [] : [host]), ...silent.map(nameKey)];
  }

  #resource({ record }: Placed, records: readonly Placed[]): string | undefined {
    if (record.data.is !== 'srv') return undefined;
    const beside = records.find(
      (other) => other.record.data.is === 'txt' && nameKey(other.record.name) === nameKey(record.name),
    );
    return resourceOf(beside?.record ?? this.#txt(record.name));
  }

  #saysScan(name: string): boolean {
    const record = this.#txt(name);
    return record !== undefined && scanPath({ record, path: '' }) !== undefined;
  }

  /** The instances of a host that are a device's own. */
  #devicesOf(host: string): string[] {
    const known = this.#devices.get(host);
    if (known !== undefined) return known;
    const names = this.#cache.instancesOf(host, this.#now).filter((name) => !this.#isQueue(name, host));
    this.#devices.set(host, names);
    return names;
  }

  /** All services of one instance name on one host are the same queue, also those whose own TXT does not say so. */
  #isQueue(name: string, host: string | undefined): boolean {
    if (this.#isMarked(name)) return true;
    return host !== undefined && this.#queueLabels(host).has(parseInstance(name)?.label ?? '');
  }

  #queueLabels(host: string): Set<string> {
    const known = this.#labels.get(host);
    if (known !== undefined) return known;
    const marked = this.#cache.instancesOf(host, this.#now).filter((name) => this.#isMarked(name));
    const labels = new Set(marked.map((name) => parseInstance(name)?.label ?? ''));
    this.#labels.set(host, labels);
    return labels;
  }

  #isMarked(name: string): boolean {
    const record = this.#txt(name);
    return (record !== undefined && queuePath({ record, path: '' }) !== undefined) || this.#pointed.has(nameKey(name));
  }

  #txt(name: string): Placed['record'] | undefined {
    return this.#cache.of(name, dnsType.txt, this.#now).at(-1);
  }
}

function instanceName({ name, data }: Placed['record']): string | undefined {
  const text = data.is === 'ptr' ? data.target : name;
  return parseInstance(text) === undefined ? undefined : text;
}

function sortOf(record: Placed['record']): string | undefined {
  const name = instanceName(record);
  return name === undefined ? undefined : parseInstance(name)?.service.sort;
}

/** The same thing said twice in a packet is one claim; the first place counts. */
function distinct(claims: readonly Claim[]): Claim[] {
  const seen = new Map<string, Claim>();
  for (const claim of claims) {
    const key = JSON.stringify({ ...claim, path: '' });
    if (!seen.has(key)) seen.set(key, claim);
  }
  return [...seen.values()];
}
