import type { KnockOutcome, UdpOptions } from '../../contracts/network.ts';
import type { HostProbe, Lead, Protocol } from '../../contracts/protocol.ts';
import { OBSERVED, type ProtocolId, type Told } from '../../model/observation.ts';
import { classOfText } from '../../net/address-class.ts';
import { hostsOf } from '../../net/address-range.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import type { GatedNetwork } from '../gate/gate.ts';
import { addressesOf, countOf } from '../gate/scope.ts';
import { rangeParts, sweepRanges } from './ask-ranges.ts';
import { askSegment } from './ask-segment.ts';
import type { Asking } from './asking.ts';
import { Crew } from './crew.ts';
import { able, type HostWork, wakes } from './host-work.ts';
import type { Looked, LookListener, LookWorld } from './look-world.ts';
import { Methods } from './methods.ts';
import { type NeighbourLines, readNeighbours } from './neighbours.ts';
import type { LookOrder } from './order.ts';
import { Places } from './places.ts';
import { Talks } from './talks.ts';

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

/** The hosts of one look: who is met, what each is asked, and where its words lead. */
class Look {
  readonly #order: LookOrder;
  readonly #world: LookWorld;
  readonly #signal: AbortSignal;
  readonly #crew = new Crew(AT_ONCE);
  readonly #places: Places;
  readonly #methods: Methods;
  readonly #talks: Talks;
  readonly #asking: Asking;
  readonly #hosts = new Map<string, HostWork>();
  readonly #answered = new Set<string>();
  #lines: NeighbourLines = () => undefined;
  #asked = 0;

  constructor(order: LookOrder, world: LookWorld, listener: LookListener, signal: AbortSignal) {
    this.#order = order;
    this.#world = world;
    this.#signal = signal;
    this.#places = new Places(order);
    this.#methods = new Methods(order, world.catalogue);
    this.#talks = new Talks(world, listener, {
      heard: (told) => this.#heard(told),
      knocked: (...how) => this.#knocked(...how),
      neighbour: (address) => this.#lines(this.#places.segmentOf(address)?.interface ?? '', address),
    });
    this.#asking = { order, world, places: this.#places, methods: this.#methods, talks: this.#talks, signal };
  }

  async run(): Promise<Looked> {
    const asked = this.#order.bySegment ? this.#order.segments : [];
    const segments = asked.map((plan) => askSegment(plan, this.#asking));
    for (const address of this.#order.addresses) this.#meet(address, true);
    await Promise.all([...segments, this.#askRanges()]);
    this.#knockAtFleet();
    // whoever told no lead is asked at the usual places, now that the segments' leads are in; a knock may find more hosts
    do {
      for (const host of this.#hosts.values()) this.#askWithoutLead(host);
      await this.#crew.done();
    } while ([...this.#hosts.values()].some((host) => this.#withoutLead(host).length > 0) && !this.#signal.aborted);
    await this.#recallNeighbours();
    return { asked: this.#asked, answered: this.#answered.size, troubles: this.#talks.troubles };
  }

  /** Who has answered on our own segments is known to the system by now. */
  async #recallNeighbours(): Promise<void> {
    const { neighbours } = this.#world;
    const { afterwards } = this.#methods;
    const near = [...this.#answered].filter((address) => this.#places.segmentOf(address)?.loopback === false);
    if (neighbours === undefined || afterwards.length === 0 || near.length === 0) return;
    if (this.#signal.aborted || this.#order.sweepOnly === true) return;
    this.#lines = await readNeighbours(neighbours, near, this.#signal);
    for (const address of near) for (const probe of afterwards) this.#crew.add(() => this.#ask(probe, address, []));
    await this.#crew.done();
  }

  async #askRanges(): Promise<void> {
    const { ranges, passive, sweepOnly } = this.#order;
    if (passive || ranges.length === 0) return;
    const parts = rangeParts(this.#asking);
    const all = [...parts.onLink, ...parts.virtual, ...parts.routed];
    if (countOf(ranges) <= ASK_EACH && sweepOnly !== true) {
      for (const address of all) this.#meet(address, true);
      return;
    }
    this.#asked += all.length;
    await sweepRanges(parts, this.#asking);
    // some devices speak no UDP that a stranger may ask: where the range is small enough, a knock finds them
    if (all.length <= KNOCK_UP_TO && sweepOnly !== true) this.#lookForLife(all);
  }

  /** A virtual device that speaks no datagram: no question to all of loopback reaches it, and no neighbour table names it. */
  #knockAtFleet(): void {
    const { fleet, bySegment, passive, sweepOnly, excluded } = this.#order;
    if (fleet === undefined || !bySegment || passive || sweepOnly === true) return;
    const all = [...addressesOf([hostsOf(fleet.prefix)], excluded)];
    if (all.length <= KNOCK_UP_TO) this.#lookForLife(all.filter((address) => this.#world.gate.mayReach(address)));
  }

  #lookForLife(addresses: readonly string[]): void {
    for (const probe of this.#methods.onHost.filter((row) => row.presence === true)) {
      for (const address of addresses)
        if (!this.#hosts.has(address)) this.#crew.add(() => this.#ask(probe, address, []));
    }
  }

  /** A host is there (or was named): each room asks it once. */
  #meet(address: string, named = false): HostWork | undefined {
    const known = this.#hosts.get(address);
    if (known !== undefined) return known;
    if (this.#places.isOwn(address) && !named) return undefined;
    if (!this.#world.gate.mayReach(address) || this.#order.passive || this.#hosts.size >= MOST_HOSTS) return undefined;
    const host: HostWork = { address, sent: new Map() };
    this.#hosts.set(address, host);
    // those in a swept range were counted with it
    if (named || !this.#places.isSwept(address)) this.#asked++;
    if (this.#order.sweepOnly === true && !named) return host;
    for (const probe of this.#methods.onHost) {
      if (probe.followsLeads === undefined && probe.presence !== true && !this.#methods.waitsForOwner(probe))
        this.#crew.add(() => this.#ask(probe, address, []));
    }
    return host;
  }

  /** Sends the probes that follow such leads there; what a room says of its own port is no lead for that room, but for those that only leads bring. */
  #follow(host: HostWork, lead: Lead, teller: ProtocolId): void {
    if (this.#order.sweepOnly === true) return;
    const key = `${lead.transport}/${lead.port}/${lead.resource ?? ''}`;
    for (const probe of this.#methods.followers) {
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
      : this.#methods.followers.filter((probe) => probe.onlyByLead !== true && !host.sent.has(probe.id));
  }

  #askWithoutLead(host: HostWork): void {
    for (const probe of this.#withoutLead(host)) {
      host.sent.set(probe.id, new Set());
      this.#crew.add(() => this.#ask(probe, host.address, []));
    }
  }

  async #ask(probe: HostProbe, address: string, leads: readonly Lead[]): Promise<void> {
    if (this.#signal.aborted || (this.#order.asleep?.has(address) === true && wakes(probe))) return;
    const { waitMs, tries, community } = this.#order;
    const owner = this.#methods.ownerOf(probe);
    const network = this.#taped(owner, this.#world.gate.for(probe, leads));
    const vantage = this.#places.vantage(address);
    const family = address.includes(':') ? 6 : 4;
    const segment = this.#places.segmentOf(address);
    const options: UdpOptions = { family, ...(segment === undefined ? {} : { interface: segment.interface }) };
    const port = (standard: number) => this.#places.portAt(address, standard);
    const host = { address, port, leads, waitMs, tries, community };
    const talk = probe.talk(probe.rides === undefined ? host : able(host, owner));
    const ending = await this.#talks.hold(
      talk,
      { network, socket: () => network.udp(options) },
      this.#signal,
      vantage,
      address,
    );
    if (ending === undefined || probe.knocks === true || probe.ports.length === 0) return;
    if (ending.is === 'answered' && probe.rides === undefined)
      for (const rider of this.#methods.ridersOf(owner)) this.#crew.add(() => this.#ask(rider, address, []));
    const standard = leads[0] ?? probe.ports[0]!;
    const asked = ending.port ?? leads[0]?.port ?? port(standard.port);
    this.#talks.attempted({ address, port: asked, transport: standard.transport }, probe.id, ending.is, vantage);
  }

  #knocked(to: Endpoint, outcome: KnockOutcome, vantage: string, address: string | undefined): void {
    if (address === undefined || (outcome === 'silent' && !this.#hosts.has(address))) return;
    this.#talks.attempted(to, 'knock', outcome, vantage);
    // a refusal is a sign of life as well; on loopback every address gives one
    if (outcome === 'answered' || (outcome === 'refused' && classOfText(address) !== 'loopback')) this.#meet(address);
  }

  #heard(told: Told): void {
    // nobody has answered by it
    if (told.announced === true || told.protocol === OBSERVED) return;
    this.#answered.add(told.from.address);
    const host = this.#meet(told.from.address);
    for (const claim of told.claims) {
      if (claim.is === 'address' && this.#places.segmentOf(claim.value) !== undefined) this.#meet(claim.value);
      if (claim.is === 'service' && claim.port > 0 && told.relayed !== true && host !== undefined)
        this.#follow(host, claim, told.protocol);
    }
  }

  #taped(owner: Protocol | undefined, network: GatedNetwork): GatedNetwork {
    const { tape } = this.#world;
    return tape === undefined || owner === undefined ? network : tape.under(owner.id, network);
  }
}

const AT_ONCE = 128;
// so few named addresses are asked everything at once, without a sweep before
const ASK_EACH = 16;
const KNOCK_UP_TO = 1024;
const MOST_HOSTS = 100_000;
const MOST_LEADS = 16;
