import { formatHex } from '../../bytes/hex.ts';
import type { Clock } from '../../contracts/clock.ts';
import type { Ending } from '../../contracts/conversation.ts';
import type { Locksmith } from '../../contracts/credentials.ts';
import type { Cryptography } from '../../contracts/cryptography.ts';
import type { Dice } from '../../contracts/dice.ts';
import type { NeighbourTable } from '../../contracts/neighbours.ts';
import type { KnockOutcome, UdpOptions } from '../../contracts/network.ts';
import type { Catalogue, HostProbe, Lead, ListenProbe, Protocol, SegmentProbe } from '../../contracts/protocol.ts';
import { Fault } from '../../model/fault.ts';
import {
  type Attempt,
  OBSERVED,
  type Observation,
  type Outcome,
  type ProtocolId,
  type Told,
} from '../../model/observation.ts';
import { classOfText } from '../../net/address-class.ts';
import { hostsOf, ipv4Number } from '../../net/address-range.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { parseIp } from '../../net/ip-address.ts';
import { contains } from '../../net/prefix.ts';
import type { Gate, GatedNetwork } from '../gate/gate.ts';
import { addressesOf, countOf } from '../gate/scope.ts';
import type { Tape } from '../gate/tape.ts';
import { converse } from '../talk/converse.ts';
import { Crew } from './crew.ts';
import { joined, openGroupEar } from './group-ear.ts';
import { able, type HostWork, wakes } from './host-work.ts';
import { type NeighbourLines, readNeighbours } from './neighbours.ts';
import { actualPort, type LookOrder, type SegmentPlan } from './order.ts';
import { type SweepQuestion, sweep } from './sweep.ts';

/** What a look works with. */
export interface LookWorld {
  readonly gate: Gate;
  readonly clock: Clock;
  readonly dice: Dice;
  readonly cryptography: Cryptography;
  /** Who hands out keys; absent where nobody gave us any. */
  readonly locksmith?: Locksmith | undefined;
  readonly catalogue: Catalogue;
  /** What the system remembers of its neighbours; absent where nobody can say. */
  readonly neighbours?: NeighbourTable | undefined;
  /** Where a person wants it: every word that is said to hosts, and every answer. */
  readonly tape?: Tape | undefined;
  /** The name of this machine, for the vantage. */
  readonly host: string;
}

/** Who hears of it, while it goes on. */
export interface LookListener {
  observed(observation: Observation): void;
  attempted(attempt: Attempt): void;
}

export interface Looked {
  /** Addresses asked by unicast, and how many hosts answered anything. */
  readonly asked: number;
  readonly answered: number;
  /** What we could not do, each once: a socket that was refused, an interface that is not allowed, a key that fits no door. */
  readonly troubles: readonly Fault[];
}

/**
 * One look: segments are asked by broadcast and group, ranges are swept, and every host that is heard is asked what each
 * room wants to know. Ends when nobody is left to ask, or with the signal; what was heard until then has been reported.
 */
export async function look(
  order: LookOrder,
  world: LookWorld,
  listener: LookListener,
  signal: AbortSignal,
): Promise<Looked> {
  return new Look(order, world, listener, signal).run();
}

class Look {
  readonly #order: LookOrder;
  readonly #world: LookWorld;
  readonly #listener: LookListener;
  readonly #signal: AbortSignal;
  readonly #crew: Crew;
  readonly #hosts = new Map<string, HostWork>();
  readonly #answered = new Set<string>();
  readonly #own: ReadonlySet<string>;
  readonly #troubles = new Map<string, Fault>();
  readonly #lookId: string;
  #lines: NeighbourLines = () => undefined;
  /** Those that go where others' words lead. */
  readonly #followers: readonly HostProbe[];
  #count = 0;
  #asked = 0;

  constructor(order: LookOrder, world: LookWorld, listener: LookListener, signal: AbortSignal) {
    this.#order = order;
    this.#world = world;
    this.#listener = listener;
    this.#signal = signal;
    this.#crew = new Crew(AT_ONCE);
    this.#own = new Set(order.segments.flatMap((segment) => segment.own));
    this.#lookId = formatHex(world.dice.bytes(5));
    this.#followers = this.#probes<HostProbe>('host').filter((probe) => probe.followsLeads !== undefined);
  }

  async run(): Promise<Looked> {
    const asked = this.#order.bySegment ? this.#order.segments : [];
    const segments = asked.map((segment) => this.#askSegment(segment));
    for (const address of this.#order.addresses) this.#meet(address, true);
    await Promise.all([...segments, this.#sweepRanges()]);
    this.#knockAtFleet();
    // whoever told no lead is asked at the usual places, now that the segments' leads are in; a knock may find more hosts
    do {
      for (const host of this.#hosts.values()) this.#askWithoutLead(host);
      await this.#crew.done();
    } while ([...this.#hosts.values()].some((host) => this.#withoutLead(host).length > 0) && !this.#signal.aborted);
    await this.#recallNeighbours();
    return { asked: this.#asked, answered: this.#answered.size, troubles: [...this.#troubles.values()] };
  }

  /** Who has answered on our own segments is known to the system by now. */
  async #recallNeighbours(): Promise<void> {
    const { neighbours } = this.#world;
    const afterwards = this.#probes<HostProbe>('host', true);
    const near = [...this.#answered].filter((address) => this.#segmentOf(address)?.loopback === false);
    if (neighbours === undefined || afterwards.length === 0 || near.length === 0) return;
    if (this.#signal.aborted || this.#order.sweepOnly === true) return;
    this.#lines = await readNeighbours(neighbours, near, this.#signal);
    for (const address of near) for (const probe of afterwards) this.#crew.add(() => this.#ask(probe, address, []));
    await this.#crew.done();
  }

  #probes<P>(wanted: 'segment' | 'host' | 'listen', afterwards = false): P[] {
    const { methods, requested } = this.#order;
    return this.#world.catalogue
      .filter((protocol) => methods === undefined || methods.includes(protocol.id))
      .flatMap((protocol) => protocol.probes)
      .filter((probe) => probe.reach === wanted)
      .filter((probe) => probe.reach !== 'host' || (probe.afterwards === true) === afterwards)
      .filter((probe) => probe.reach !== 'host' || probe.onRequest !== true || requested?.includes(probe.id)) as P[];
  }

  async #askSegment(plan: SegmentPlan): Promise<void> {
    const listening = this.#probes<ListenProbe>('listen').map((probe) => this.#listenOn(probe, plan));
    const { passive, attends } = this.#order;
    const asking = this.#probes<SegmentProbe>('segment').flatMap((probe) => {
      if (!passive) return [this.#askOn(probe, plan)];
      return attends === true && probe.attend !== undefined ? [this.#askOn(probe, plan, true)] : [];
    });
    await Promise.all([...asking, ...(passive ? listening : [])]);
  }

  async #askOn(probe: SegmentProbe, plan: SegmentPlan, attends = false): Promise<void> {
    const standard = probe.ports[0]!.port;
    const port = actualPort(this.#order.fleet, plan.loopback, standard);
    const group = probe.groups[plan.family];
    const at = (address: string): Endpoint => ({ address, port, transport: 'udp' });
    const targets = [
      ...(probe.broadcast ? plan.broadcasts.map(at) : []),
      ...(group === undefined ? [] : [at(plan.family === 6 ? `${group}%${plan.interface}` : group)]),
    ];
    if (targets.length === 0) return;
    const options: UdpOptions = {
      family: plan.family,
      interface: plan.interface,
      broadcast: probe.broadcast,
      // hundreds may answer in the same moment
      receiveBuffer: RECEIVE_BUFFER,
      multicastTtl: probe.groupTtl ?? 255,
      ...(probe.localPort === undefined ? {} : { port: probe.localPort, shared: true }),
      ...(group === undefined || probe.localPort === undefined ? {} : { groups: [group] }),
    };
    const { patienceMs, community } = this.#order;
    const { clock } = this.#world;
    const { interface: name, family, own } = plan;
    const segment = { interface: name, family, targets, patienceMs, own, community, nowMs: clock.monotonic() };
    const talk = attends ? probe.attend?.(segment) : probe.talk(segment);
    if (talk === undefined) return;
    const until = attends ? clock.timeout(patienceMs, this.#signal) : this.#signal;
    const network = this.#world.gate.for(probe);
    const socket = async () => {
      const mouth = await network.udp(options);
      if (probe.hearsAnnouncements !== true || group === undefined) return mouth;
      try {
        return joined(mouth, await openGroupEar(network, { ...plan, group, port }));
      } catch (error) {
        // somebody holds the port for himself: what answers is heard all the same
        if (error instanceof Fault) this.#trouble(error);
        return mouth;
      }
    };
    const ending = await this.#converse(talk, { network, socket }, until, plan.interface);
    if (ending === undefined || attends) return;
    this.#attempt(targets[0]!, probe.id, ending.is, plan.interface);
  }

  async #listenOn(probe: ListenProbe, plan: SegmentPlan): Promise<void> {
    const group = probe.groups[plan.family];
    // what is said to groups of the other family alone is not heard here
    if (group === undefined && Object.keys(probe.groups).length > 0) return;
    const port = actualPort(this.#order.fleet, plan.loopback, probe.ports[0]!.port);
    const options: UdpOptions = {
      family: plan.family,
      interface: plan.interface,
      port,
      shared: true,
      ...(group === undefined ? {} : { groups: [group] }),
    };
    const network = this.#world.gate.for(probe);
    const talk = probe.talk({
      interface: plan.interface,
      family: plan.family,
      targets: [],
      patienceMs: this.#order.patienceMs,
      own: plan.own,
      community: this.#order.community,
    });
    const until = this.#world.clock.timeout(this.#order.patienceMs, this.#signal);
    const socket = () =>
      probe.onGroupAddress === true && group !== undefined
        ? openGroupEar(network, { ...plan, group, port })
        : network.udp(options);
    await this.#converse(talk, { network, socket }, until, plan.interface);
  }

  async #sweepRanges(): Promise<void> {
    const { ranges, excluded } = this.#order;
    if (this.#order.passive || ranges.length === 0) return;
    const { gate, clock, dice } = this.#world;
    const routed: string[] = [];
    const onLink: string[] = [];
    const virtual: string[] = [];
    for (const address of addressesOf(ranges, excluded)) {
      if (this.#own.has(address) || !gate.mayReach(address)) continue;
      const part = this.#isVirtual(address) ? virtual : this.#segmentOf(address) === undefined ? routed : onLink;
      part.push(address);
    }
    const all = [...onLink, ...virtual, ...routed];
    if (countOf(ranges) <= ASK_EACH && this.#order.sweepOnly !== true) {
      for (const address of all) this.#meet(address, true);
      return;
    }
    this.#asked += all.length;
    // a virtual fleet has no neighbours to resolve, and may serve its ports elsewhere
    for (const part of [routed, onLink, virtual]) {
      if (part.length === 0) continue;
      const token = dice.bytes(4);
      await sweep(
        {
          questions: this.#sweepQuestions(part === virtual),
          addresses: part,
          community: this.#order.community,
          token,
          passes: this.#order.tries === 1 ? 1 : MOST_PASSES,
          waitMs: this.#order.waitMs,
          ...(part === onLink ? { neighbourLimit: this.#order.neighbourLimit } : {}),
        },
        gate,
        clock,
        (told) => this.#hear(told, this.#vantage(told.from.address)),
        this.#signal,
      );
    }
    // some devices speak no UDP that a stranger may ask: where the range is small enough, a knock finds them
    if (all.length <= KNOCK_UP_TO && this.#order.sweepOnly !== true) this.#lookForLife(all);
  }

  /** A virtual device that speaks no datagram: no question to all of loopback reaches it, and no neighbour table names it. */
  #knockAtFleet(): void {
    const { fleet, bySegment, passive, sweepOnly, excluded } = this.#order;
    if (fleet === undefined || !bySegment || passive || sweepOnly === true) return;
    const all = [...addressesOf([hostsOf(fleet.prefix)], excluded)];
    if (all.length <= KNOCK_UP_TO) this.#lookForLife(all.filter((address) => this.#world.gate.mayReach(address)));
  }

  #sweepQuestions(virtual: boolean): SweepQuestion[] {
    return this.#probes<HostProbe>('host').flatMap((probe) => {
      const { sweep: question } = probe;
      if (question === undefined) return [];
      return [{ probe, sweep: question, port: actualPort(this.#order.fleet, virtual, question.port) }];
    });
  }

  #lookForLife(addresses: readonly string[]): void {
    for (const probe of this.#probes<HostProbe>('host').filter((row) => row.presence === true)) {
      for (const address of addresses)
        if (!this.#hosts.has(address)) this.#crew.add(() => this.#ask(probe, address, []));
    }
  }

  /** A host is there (or was named): each room asks it once. */
  #meet(address: string, named = false): HostWork | undefined {
    const known = this.#hosts.get(address);
    if (known !== undefined) return known;
    if (this.#own.has(address) && !named) return undefined;
    if (!this.#world.gate.mayReach(address) || this.#order.passive || this.#hosts.size >= MOST_HOSTS) return undefined;
    const host: HostWork = { address, sent: new Map() };
    this.#hosts.set(address, host);
    // those in a swept range were counted with it
    if (named || !this.#isSwept(address)) this.#asked++;
    if (this.#order.sweepOnly === true && !named) return host;
    for (const probe of this.#probes<HostProbe>('host')) {
      if (probe.followsLeads === undefined && probe.presence !== true && !this.#waitsForOwner(probe))
        this.#crew.add(() => this.#ask(probe, address, []));
    }
    return host;
  }

  /** Sends the probes that follow such leads there; what a room says of its own port is no lead for that room, but for those that only leads bring. */
  #follow(host: HostWork, lead: Lead, teller: ProtocolId): void {
    if (this.#order.sweepOnly === true) return;
    const key = `${lead.transport}/${lead.port}/${lead.resource ?? ''}`;
    for (const probe of this.#followers) {
      const own = probe.id.startsWith(`${teller}.`) && probe.onlyByLead !== true;
      if (probe.followsLeads?.includes(lead.service) !== true || own) continue;
      const places = host.sent.get(probe.id) ?? new Set();
      if (places.has(key) || places.size >= MOST_LEADS) continue;
      host.sent.set(probe.id, places.add(key));
      this.#crew.add(() => this.#ask(probe, host.address, [lead]));
    }
  }

  #withoutLead(host: HostWork): HostProbe[] {
    return this.#order.sweepOnly === true
      ? []
      : this.#followers.filter((probe) => probe.onlyByLead !== true && !host.sent.has(probe.id));
  }

  #askWithoutLead(host: HostWork): void {
    for (const probe of this.#withoutLead(host)) {
      host.sent.set(probe.id, new Set());
      this.#crew.add(() => this.#ask(probe, host.address, []));
    }
  }

  async #ask(probe: HostProbe, address: string, leads: readonly Lead[]): Promise<void> {
    if (this.#signal.aborted || (this.#order.asleep?.has(address) === true && wakes(probe))) return;
    const virtual = this.#isVirtual(address);
    const { fleet, waitMs, tries, community } = this.#order;
    const owner = this.#ownerOf(probe);
    const network = this.#taped(owner, this.#world.gate.for(probe, leads));
    const vantage = this.#vantage(address);
    const family = address.includes(':') ? 6 : 4;
    const segment = this.#segmentOf(address);
    const options: UdpOptions = { family, ...(segment === undefined ? {} : { interface: segment.interface }) };
    const port = (standard: number) => actualPort(fleet, virtual, standard);
    const host = { address, port, leads, waitMs, tries, community };
    const talk = probe.talk(probe.rides === undefined ? host : able(host, owner));
    const ending = await this.#converse(
      talk,
      { network, socket: () => network.udp(options) },
      this.#signal,
      vantage,
      address,
    );
    if (ending === undefined || probe.knocks === true || probe.ports.length === 0) return;
    if (ending.is === 'answered' && probe.rides === undefined)
      for (const rider of this.#ridersOf(owner)) this.#crew.add(() => this.#ask(rider, address, []));
    const standard = leads[0] ?? probe.ports[0]!;
    const asked = ending.port ?? leads[0]?.port ?? port(standard.port);
    this.#attempt({ address, port: asked, transport: standard.transport }, probe.id, ending.is, vantage);
  }

  /** The room whose packets a probe sends: its own, or the one that it rides on. */
  #ownerOf(probe: HostProbe): Protocol | undefined {
    const { rides } = probe;
    return this.#world.catalogue.find(({ probes, abilities }) =>
      rides === undefined ? probes.includes(probe) : abilities?.[rides] !== undefined,
    );
  }

  /** Whoever rides on a room that is asked itself comes after it: one host gets one question at a time from both. */
  #waitsForOwner(probe: HostProbe): boolean {
    const owner = probe.rides === undefined ? undefined : this.#ownerOf(probe);
    return owner !== undefined && this.#probes<HostProbe>('host').some((one) => owner.probes.includes(one));
  }

  #ridersOf(owner: Protocol | undefined): HostProbe[] {
    if (owner?.abilities === undefined) return [];
    return this.#probes<HostProbe>('host').filter(
      (probe) => probe.rides !== undefined && this.#ownerOf(probe) === owner,
    );
  }

  #taped(owner: Protocol | undefined, network: GatedNetwork): GatedNetwork {
    const { tape } = this.#world;
    return tape === undefined || owner === undefined ? network : tape.under(owner.id, network);
  }

  async #converse(
    talk: Parameters<typeof converse>[0],
    on: Pick<Parameters<typeof converse>[1], 'network' | 'socket'>,
    signal: AbortSignal,
    vantage: string,
    knocking?: string,
  ): Promise<Ending | undefined> {
    const { clock, dice, cryptography, locksmith } = this.#world;
    try {
      return await converse(
        talk,
        {
          ...on,
          clock,
          dice,
          cryptography,
          locksmith,
          neighbour: (address) => this.#lines(this.#segmentOf(address)?.interface ?? '', address),
          tell: (told) => this.#hear(told, vantage),
          knocked: (to, outcome) => this.#knocked(to, outcome, vantage, knocking),
          refused: (host, key, why) => this.#trouble(new Fault('credentials/refused', { host, key, why })),
        },
        signal,
      );
    } catch (error) {
      // a socket that cannot be had ends this conversation, not the look
      if (!(error instanceof Fault)) throw error;
      this.#trouble(error);
      return undefined;
    }
  }

  #trouble(fault: Fault): void {
    if (this.#troubles.size < MOST_TROUBLES) this.#troubles.set(fault.text, fault);
  }

  #knocked(to: Endpoint, outcome: KnockOutcome, vantage: string, address: string | undefined): void {
    if (address === undefined || (outcome === 'silent' && !this.#hosts.has(address))) return;
    this.#attempt(to, 'knock', outcome, vantage);
    // a refusal is a sign of life as well; on loopback every address gives one
    if (outcome === 'answered' || (outcome === 'refused' && classOfText(address) !== 'loopback')) this.#meet(address);
  }

  #hear(told: Told, vantage: string): void {
    const observation: Observation = {
      ...told,
      // copied at the border: what is kept outlives the packet
      raw: told.raw.slice(),
      id: `${this.#lookId}-${(this.#count++).toString(36).padStart(4, '0')}`,
      at: this.#world.clock.now(),
      vantage: { host: this.#world.host, interface: vantage },
    };
    this.#listener.observed(observation);
    // nobody has answered by it
    if (told.announced === true || told.protocol === OBSERVED) return;
    this.#answered.add(told.from.address);
    const host = this.#meet(told.from.address);
    for (const claim of told.claims) {
      if (claim.is === 'address' && this.#segmentOf(claim.value) !== undefined) this.#meet(claim.value);
      if (claim.is === 'service' && claim.port > 0 && told.relayed !== true && host !== undefined)
        this.#follow(host, claim, told.protocol);
    }
  }

  #attempt(target: Endpoint, probe: string, outcome: Outcome, vantage: string): void {
    const { clock, host } = this.#world;
    this.#listener.attempted({ at: clock.now(), vantage: { host, interface: vantage }, target, probe, outcome });
  }

  #isSwept(address: string): boolean {
    const parsed = parseIp(address);
    if (parsed?.family !== 4) return false;
    const value = ipv4Number(parsed);
    return this.#order.ranges.some((range) => range.first <= value && value <= range.last);
  }

  #isVirtual(address: string): boolean {
    const parsed = parseIp(address);
    const { fleet } = this.#order;
    return fleet !== undefined && parsed !== undefined && contains(fleet.prefix, parsed);
  }

  #segmentOf(address: string): SegmentPlan | undefined {
    const parsed = parseIp(address);
    if (parsed === undefined) return undefined;
    if (parsed.zone !== undefined) return this.#order.segments.find((segment) => segment.interface === parsed.zone);
    return this.#order.segments.find((segment) => segment.prefixes.some((prefix) => contains(prefix, parsed)));
  }

  /** One host is always seen from the same vantage, whichever way its packet came. */
  #vantage(address: string): string {
    return this.#segmentOf(address)?.interface ?? 'routed';
  }
}

const AT_ONCE = 128;
// so few named addresses are asked everything at once, without a sweep before
const ASK_EACH = 16;
const KNOCK_UP_TO = 1024;
// the losses decide how often a silent address is asked; this ends it where they are beyond reason
const MOST_PASSES = 8;
const RECEIVE_BUFFER = 4 * 1024 * 1024;
const MOST_HOSTS = 100_000;
const MOST_LEADS = 16;
const MOST_TROUBLES = 1_000;
