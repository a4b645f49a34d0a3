import { type Conversation, type Heard, hear, tell } from '../../contracts/conversation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { decodeNcdp2, type Ncdp2Frame } from './codec.ts';
import { FUNCTION, type Ncdp2Function, RESULT } from './codec-tables.ts';
import { type KnownDevice, placeOf } from './finder.ts';
import { ANY_DEVICE, Asking, type DeviceAt, PROBE_SIZE, QUERIES, QUERY_SIZE } from './request.ts';
import { MOST_DEVICES, type SegmentMemory } from './segment-memory.ts';
import { claimsOfRun, goodbyeOf, toldOf, uuidIn } from './told.ts';
import { type WaitingProbe, WaitingProbes } from './waiting-probes.ts';

/** One talk with one segment: who answers is told, and whoever announces something is asked in its turn. */
export class SegmentTalk {
  answers = 0;
  readonly #memory: SegmentMemory;
  readonly #asking = new Asking();
  readonly #waiting = new WaitingProbes();
  /** What is still to be asked of devices that are new or have changed, where nobody else asks it. */
  readonly #questions: { readonly asked: Ncdp2Function; readonly to: Endpoint; readonly device: DeviceAt }[] = [];
  readonly #servers: Endpoint[] = [];
  readonly #told = new Set<string>();
  readonly #asksAll: boolean;
  #nowMs: number;
  #nextQuestionMs = Number.NEGATIVE_INFINITY;

  /** `asksAll`: whoever is new or has changed is asked everything here; in a look its host is. */
  constructor(memory: SegmentMemory, nowMs: number, asksAll = false) {
    this.#memory = memory;
    this.#nowMs = nowMs;
    this.#asksAll = asksAll;
  }

  /** The first server that answered from one of these addresses. */
  serverAt(addresses: readonly string[]): Endpoint | undefined {
    return this.#servers.find(({ address }) => addresses.includes(address));
  }

  probe(target: Endpoint): Conversation<boolean> {
    return this.#asking.send(FUNCTION.probe, ANY_DEVICE, target, PROBE_SIZE, this.#nowMs);
  }

  *listen(waitMs: number): Conversation<void> {
    const end = this.#nowMs + waitMs;
    this.#memory.finder.forget(this.#nowMs);
    for (let count = 0; count < MOST_HEARD && this.#nowMs < end; count++) {
      yield* this.#takeTurn();
      // whoever waits for a turn gets it in time
      const busy = this.#waiting.size + this.#memory.goodbyes.size + this.#questions.length > 0;
      const wait = busy ? Math.min(TURN_MS, end - this.#nowMs) : end - this.#nowMs;
      const heard = yield* hear(wait);
      this.#nowMs += heard === undefined ? wait : wait - heard.leftMs;
      if (heard !== undefined) yield* this.#take(heard);
    }
  }

  *#takeTurn(): Conversation<void> {
    const { goodbyes, several } = this.#memory;
    const { ask, gone } = goodbyes.due(this.#nowMs);
    for (const probe of ask) this.#waiting.add(probe);
    for (const { heard, frame } of gone) yield* tell(goodbyeOf(heard, frame, several.has(serverOf(heard.from))));
    for (const { to, device } of this.#waiting.due(this.#nowMs)) {
      yield* this.#asking.send(FUNCTION.probe, device, to, QUERY_SIZE, this.#nowMs);
      goodbyes.asked(placeOf(to, device.type, device.number), this.#nowMs);
    }
    if (this.#nowMs < this.#nextQuestionMs) return;
    const question = this.#questions.shift();
    if (question === undefined) return;
    this.#nextQuestionMs = this.#nowMs + APART_MS;
    yield* this.#asking.send(question.asked, question.device, question.to, QUERY_SIZE, this.#nowMs);
  }

  *#take(heard: Heard): Conversation<void> {
    const decoded = decodeNcdp2(heard.bytes);
    if (!decoded.ok) return;
    const frame = decoded.value;
    if (frame.letter === 'N') this.#notified(heard, frame);
    else if (!this.#asking.answers(frame, this.#nowMs)) return;
    else if (frame.letter === 'p') yield* this.#answered(heard, frame);
    else {
      const uuid = this.#knownAt(heard.from, frame)?.uuid;
      const several = this.#memory.several.has(serverOf(heard.from));
      yield* tell(toldOf(heard, frame, { uuid, several }));
    }
  }

  *#answered(heard: Heard, frame: Ncdp2Frame): Conversation<void> {
    this.answers++;
    const { finder, goodbyes, several } = this.#memory;
    const { from } = heard;
    const device = { type: frame.deviceType, number: frame.deviceNumber };
    if (this.#servers.length < MOST_DEVICES) this.#servers.push(from);
    if (frame.result === RESULT.tooLarge) {
      this.#waiting.add({ to: from, device });
      return;
    }
    const server = serverOf(from);
    if ((frame.body.deviceCount ?? 1) > 1) several.add(server);
    else several.delete(server);
    const learned = finder.answered(from, frame, this.#nowMs);
    const place = placeOf(from, device.type, device.number);
    const returned = goodbyes.answered(place);
    const told = toldOf(
      heard,
      frame,
      { uuid: learned?.device.uuid, several: several.has(server) },
      learned === undefined ? [] : claimsOfRun(learned),
    );
    const same = learned?.is === 'same' && !returned;
    // the same reply to a repeated probe of one look says nothing new
    if (same && learned.conflicts.length === 0 && this.#told.has(place)) return;
    this.#told.add(place);
    yield* tell(told);
    if (this.#asksAll && !same && this.#questions.length < MOST_QUESTIONS)
      for (const asked of QUERIES) this.#questions.push({ asked, to: from, device });
  }

  #notified(heard: Heard, frame: Ncdp2Frame): void {
    const { finder, goodbyes } = this.#memory;
    const probe: WaitingProbe = {
      to: heard.from,
      device: { type: frame.deviceType, number: frame.deviceNumber },
    };
    const place = placeOf(heard.from, frame.deviceType, frame.deviceNumber);
    const known = this.#knownAt(heard.from, frame);
    if (frame.function === FUNCTION.leave.id && known !== undefined && known.uuid === uuidIn(frame))
      goodbyes.said(place, { heard: { ...heard, bytes: heard.bytes.slice() }, frame, probe }, this.#nowMs);
    else if (goodbyes.has(place) || finder.notified(heard.from, frame, this.#nowMs) === 'ask') this.#waiting.add(probe);
  }

  #knownAt(from: Endpoint, { deviceType, deviceNumber }: Ncdp2Frame): KnownDevice | undefined {
    return this.#memory.finder.at(from, deviceType, deviceNumber);
  }
}

function serverOf({ address, port }: Endpoint): string {
  return `${address} ${port}`;
}

const MOST_HEARD = 50_000;
const MOST_QUESTIONS = 4_000;
const TURN_MS = 50;
// twenty would be 50 ms apart
const APART_MS = 55;
