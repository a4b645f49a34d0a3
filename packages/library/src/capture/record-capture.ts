import {
  type Catalogue,
  type Clock,
  type Exchange,
  Fault,
  formatHex,
  type Overheard,
  type Protocol,
  readCaptureFile,
} from '@quietport/core';
import { type Recording, readRecording } from '../recording/recording.ts';
import { withoutSecrets } from '../recording/without-secrets.ts';
import { isFaint } from './faint.ts';
import { type CaptureFile, hearCapture, type RoomTold } from './hear-capture.ts';

/**
 * A recording from any file that holds one: a capture, or what `readRecording` takes. `address` chooses among the devices
 * of a capture.
 */
export async function recordingOf(
  file: CaptureFile,
  house: { readonly catalogue: Catalogue; readonly clock: Clock },
  signal: AbortSignal,
  address?: string,
): Promise<Recording> {
  const captured = readCaptureFile(file.bytes) !== undefined;
  return captured ? recordCapture(file, house, signal, address) : readRecording(file.bytes, file.name, house.catalogue);
}

type Rooms = Map<string, Exchange[]>;

/**
 * A recording of one device in a capture: its answers over every protocol, with the questions that brought them. Without
 * `address` the capture must hold one device. Throws `file/no-capture`, `capture/no-device` and `capture/several-devices`.
 */
async function recordCapture(
  file: CaptureFile,
  house: { readonly catalogue: Catalogue; readonly clock: Clock },
  signal: AbortSignal,
  address?: string,
): Promise<Recording> {
  const hosts = new Hosts(house.catalogue);
  const { first = 0 } = await hearCapture(file, house, signal, (heard, told) => hosts.take(heard, told));
  const speakers = hosts.speakers();
  const chosen = address ?? speakers[0];
  const known = speakers.join(', ');
  if (chosen === undefined || (address !== undefined && !speakers.includes(address)))
    throw new Fault('capture/no-device', { path: file.name, host: address ?? 'anybody', known: known || 'none' });
  if (address === undefined && speakers.length > 1)
    throw new Fault('capture/several-devices', { path: file.name, known });
  const rooms = withoutSecrets(Object.fromEntries(hosts.of(chosen)), [], house.catalogue);
  return { recordedAt: first, address: chosen, redacted: false, rooms };
}

/** What each host answered, room by room. */
class Hosts {
  readonly #catalogue: Catalogue;
  readonly #rooms = new Map<string, Rooms>();
  /** Who said something that a room understood as a device's. */
  readonly #told = new Set<string>();
  readonly #asked: { readonly heard: Extract<Overheard, { over: 'udp' }>; readonly port: number }[] = [];

  constructor(catalogue: Catalogue) {
    this.#catalogue = catalogue.filter(({ overhear }) => overhear !== undefined);
  }

  take(heard: Overheard | undefined, told: readonly RoomTold[]): void {
    for (const { told: one } of told) if (!isFaint(one.claims)) this.#told.add(one.from.address);
    switch (heard?.over) {
      case 'udp':
        this.#takeDatagram(heard);
        return;
      case 'http': {
        const { server, afterMs, method, path, asked, status, headers, answer } = heard;
        const row: Exchange = {
          ...{ over: 'http', port: server.port, secure: false, method, path, asked, status, headers, answer, afterMs },
        };
        for (const room of new Set(told.map((one) => one.room))) this.#put(server.address, room, row);
        return;
      }
      case 'tcp': {
        const turns = heard.turns.map((turn) => ({
          said: turn.said,
          heard: turn.heard.length === 0 ? [] : [{ afterMs: turn.afterMs, bytes: turn.heard }],
        }));
        for (const room of this.#roomsAt('tcp', heard.server.port))
          this.#put(heard.server.address, room.id, { over: 'tcp', port: heard.server.port, turns });
        return;
      }
      default:
    }
  }

  /** An answer belongs to what was said last by whoever it goes to, to its port; one to a group to what was said last there. */
  #takeDatagram(heard: Extract<Overheard, { over: 'udp' }>): void {
    const { from, to, at, bytes } = heard;
    const owners = this.#roomsAt('udp', from.port);
    if (this.#roomsAt('udp', to.port).length > 0) {
      this.#asked.push({ heard, port: to.port });
      if (this.#asked.length > MOST_QUESTIONS) this.#asked.shift();
    }
    if (owners.length === 0) return;
    const last = this.#asked.findLast(
      (one) =>
        one.heard !== heard &&
        one.port === from.port &&
        one.heard.from.address !== from.address &&
        (one.heard.to.address === from.address ||
          one.heard.from.address === to.address ||
          one.heard.to.address === to.address),
    )?.heard;
    const near = last !== undefined && at - last.at <= LONGEST_WAIT_MS ? last : undefined;
    for (const room of owners)
      this.#put(from.address, room.id, {
        ...{ over: 'udp', port: from.port, asked: near?.bytes ?? new Uint8Array() },
        answers: [{ afterMs: near === undefined ? 0 : Math.round(at - near.at), bytes }],
      });
  }

  /** Hosts that answered as devices, in the order of their addresses. */
  speakers(): readonly string[] {
    const speakers = [...this.#told].filter((address) => this.#rooms.has(address));
    return speakers.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }));
  }

  of(address: string): ReadonlyMap<string, readonly Exchange[]> {
    return new Map([...(this.#rooms.get(address) ?? [])].map(([room, rows]) => [room, joined(rows)]));
  }

  /** Rooms with packets of their own: what rides on another is that one's. */
  #roomsAt(transport: 'udp' | 'tcp', port: number): readonly Protocol[] {
    return this.#catalogue.filter(
      ({ ports, probes }) =>
        ports.some((row) => row.transport === transport && row.port === port) &&
        !probes.some((probe) => probe.reach === 'host' && probe.rides !== undefined),
    );
  }

  #put(address: string, room: string, exchange: Exchange): void {
    const rooms: Rooms = this.#rooms.get(address) ?? new Map<string, Exchange[]>();
    this.#rooms.set(address, rooms);
    const rows = rooms.get(room) ?? [];
    if (rows.length < MOST_EXCHANGES) rows.push(exchange);
    rooms.set(room, rows);
  }
}

/** Of a question that was repeated the answers are one list, each once. */
function joined(rows: readonly Exchange[]): readonly Exchange[] {
  const byQuestion = new Map<string, Exchange>();
  for (const row of rows) {
    const key = row.over === 'udp' ? `${row.port} ${formatHex(row.asked)}` : `${byQuestion.size} ${row.over}`;
    const before = byQuestion.get(key);
    if (row.over !== 'udp' || before?.over !== 'udp') {
      byQuestion.set(key, row);
      continue;
    }
    const known = new Set(before.answers.map(({ bytes }) => formatHex(bytes)));
    const news = row.answers.filter(({ bytes }) => !known.has(formatHex(bytes)));
    byQuestion.set(key, { ...before, answers: [...before.answers, ...news] });
  }
  return [...byQuestion.values()];
}

const LONGEST_WAIT_MS = 10_000;
const MOST_QUESTIONS = 4_096;
const MOST_EXCHANGES = 5_000;
