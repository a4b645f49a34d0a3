import { formatHex } from '../../bytes/hex.ts';
import type { Datagram } from '../../contracts/network.ts';
import { type DnsMessage, type DnsQuestion, type DnsRecord, decodeMessage } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { nameKey } from '../../formats/dns-name.ts';
import type { Told } from '../../model/observation.ts';
import { parseInstance, question } from './codec.ts';
import { RecordCache } from './record-cache.ts';
import { isResponse, type Saying, sayingsOf } from './subjects.ts';

/** How one conversation listens: with hosts that are nothing but a web page or without, with repetitions or without. */
interface Ear {
  readonly adminOnly: boolean;
  readonly repetitions: boolean;
}

/**
 * What one conversation has heard. A packet is held back until it is clear whose records they are (SRV, TXT and address
 * known), at most `HOLD_MS`, and then told once for each device in it. Times are milliseconds since the start.
 */
export class Hearing {
  readonly #ear: Ear;
  readonly #cache = new RecordCache();
  readonly #waiting: Waiting[] = [];
  readonly #heard = new Set<string>();
  readonly #asked = new Map<string, { times: number; at: number }>();
  readonly #changed = new Set<string>();
  readonly #open = new Map<string, string>();
  answers = 0;
  garbled = 0;

  constructor(ear: Ear) {
    this.#ear = ear;
  }

  /** Takes a datagram in. True where it told something that was not known. */
  take(datagram: Datagram, now: number, accepts: (message: DnsMessage) => boolean = () => true): boolean {
    const decoded = decodeMessage(datagram.bytes);
    if (!decoded.ok) {
      this.garbled++;
      return false;
    }
    const message = decoded.value;
    if (!isResponse(message) || !accepts(message)) return false;
    this.answers++;
    if (!this.#ear.repetitions && this.#repeats(datagram)) return false;
    let news = false;
    for (const record of [...message.answers, ...message.additionals]) {
      if (!relevant.has(record.type) || !this.#cache.put(record, now)) continue;
      news = true;
      this.#note(record);
    }
    this.#waiting.push({ datagram, message, at: now, awaits: undefined });
    return news;
  }

  /** Whose records came, and which instances have to be resolved. */
  #note({ name, data }: DnsRecord): void {
    this.#changed.add(nameKey(name));
    if (data.is === 'srv') this.#changed.add(nameKey(data.target));
    const instance = data.is === 'ptr' ? data.target : name;
    if (data.is === 'address' || parseInstance(instance) === undefined) return;
    this.#changed.add(nameKey(instance));
    if (this.#open.size < MOST_NAMES) this.#open.set(nameKey(instance), instance);
  }

  /** What is clear by now, or held long enough; with `all`, whatever is left. */
  ripe(now: number, all = false): Told[] {
    const tellings: Told[] = [];
    for (const waiting of this.#waiting.splice(0)) {
      const over = all || now - waiting.at >= HOLD_MS || this.#waiting.length >= MOST_WAITING;
      if (!over && waiting.awaits !== undefined && !waiting.awaits.some((name) => this.#changed.has(name))) {
        this.#waiting.push(waiting);
        continue;
      }
      const sayings = sayingsOf(waiting.message, waiting.datagram.from.address, this.#cache, now);
      const awaits = sayings.flatMap((saying) => saying.awaits);
      if (!over && awaits.length > 0) this.#waiting.push({ ...waiting, awaits });
      else tellings.push(...sayings.filter((saying) => this.#wanted(saying)).map((saying) => toTell(waiting, saying)));
    }
    this.#changed.clear();
    return tellings;
  }

  /** How long until something held back is due. */
  dueIn(now: number): number {
    const first = this.#waiting[0];
    return first === undefined ? Number.POSITIVE_INFINITY : Math.max(1, first.at + HOLD_MS - now);
  }

  /** What did not come along by itself, each asked a few times at most, and not again within `pauseMs`. */
  missing(now: number, unicast: boolean, pauseMs: number): DnsQuestion[] {
    const questions: DnsQuestion[] = [];
    const ask = (name: string, type: number) => {
      const key = `${type} ${nameKey(name)}`;
      const { times, at } = this.#asked.get(key) ?? { times: 0, at: Number.NEGATIVE_INFINITY };
      if (times >= MOST_TIMES || now - at < pauseMs) return;
      if (this.#asked.size >= 2 * MOST_NAMES) return;
      this.#asked.set(key, { times: times + 1, at: now });
      questions.push(question(name, type, unicast));
    };
    for (const [key, name] of this.#open) {
      if (questions.length >= MOST_AT_ONCE) break;
      const target = this.#cache.targetOf(name, now);
      const told = this.#cache.of(name, dnsType.txt, now).length > 0;
      const reached = target !== undefined && this.#cache.addressesOf(target, now).length > 0;
      if (told && reached) this.#open.delete(key);
      if (target === undefined) ask(name, dnsType.srv);
      if (!told) ask(name, dnsType.txt);
      if (target === undefined || reached) continue;
      ask(target, dnsType.a);
      ask(target, dnsType.aaaa);
    }
    return questions;
  }

  knownAnswers(now: number): DnsRecord[] {
    return this.#cache
      .knownAnswers(now)
      .filter(({ data }) => data.is === 'ptr' && parseInstance(data.target) !== undefined);
  }

  #wanted(saying: Saying): boolean {
    return this.#ear.adminOnly || !saying.adminOnly;
  }

  #repeats({ from, bytes }: Datagram): boolean {
    const key = `${from.address} ${formatHex(bytes)}`;
    if (this.#heard.has(key)) return true;
    if (this.#heard.size < MOST_HEARD) this.#heard.add(key);
    return false;
  }
}

interface Waiting {
  readonly datagram: Datagram;
  readonly message: DnsMessage;
  readonly at: number;
  /** Names whose records would help; `undefined` until it was looked at. */
  readonly awaits: readonly string[] | undefined;
}

function toTell({ datagram }: Waiting, saying: Saying): Told {
  const { claims, relayed, validForMs } = saying;
  return {
    from: datagram.from,
    protocol: 'dns-sd',
    raw: datagram.bytes,
    claims,
    ...(relayed ? { relayed } : {}),
    ...(validForMs === undefined ? {} : { validForMs }),
  };
}

const relevant: ReadonlySet<number> = new Set([dnsType.a, dnsType.aaaa, dnsType.ptr, dnsType.srv, dnsType.txt]);
const HOLD_MS = 1500;
const MOST_WAITING = 64;
const MOST_HEARD = 1000;
const MOST_TIMES = 3;
const MOST_AT_ONCE = 64;
const MOST_NAMES = 1024;
