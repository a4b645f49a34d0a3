import type { Catalogue, HostProbe, ListenProbe, Probe, Protocol, SegmentProbe } from '../../contracts/protocol.ts';
import type { LookOrder } from './order.ts';

/** The probes that an order uses, by what they are sent to, and how they lean on each other. */
export class Methods {
  readonly onSegment: readonly SegmentProbe[];
  readonly listening: readonly ListenProbe[];
  readonly onHost: readonly HostProbe[];
  /** Those that look only once all the others are done. */
  readonly afterwards: readonly HostProbe[];
  /** Those that go where others' words lead. */
  readonly followers: readonly HostProbe[];
  readonly #catalogue: Catalogue;

  constructor({ methods, requested }: LookOrder, catalogue: Catalogue) {
    const probes: readonly Probe[] = catalogue
      .filter((protocol) => methods === undefined || methods.includes(protocol.id))
      .flatMap((protocol) => protocol.probes);
    const hosts = probes
      .filter((probe) => probe.reach === 'host')
      .filter((probe) => probe.onRequest !== true || requested?.includes(probe.id) === true);
    this.onSegment = probes.filter((probe) => probe.reach === 'segment');
    this.listening = probes.filter((probe) => probe.reach === 'listen');
    this.onHost = hosts.filter((probe) => probe.afterwards !== true);
    this.afterwards = hosts.filter((probe) => probe.afterwards === true);
    this.followers = this.onHost.filter((probe) => probe.followsLeads !== undefined);
    this.#catalogue = catalogue;
  }

  /** The room whose packets a probe sends: its own, or the one that it rides on. */
  ownerOf(probe: HostProbe): Protocol | undefined {
    const { rides } = probe;
    return this.#catalogue.find(({ probes, abilities }) =>
      rides === undefined ? probes.includes(probe) : abilities?.[rides] !== undefined,
    );
  }

  /** Whoever rides on a room that is asked itself comes after it: one host gets one question at a time from both. */
  waitsForOwner(probe: HostProbe): boolean {
    const owner = probe.rides === undefined ? undefined : this.ownerOf(probe);
    return owner !== undefined && this.onHost.some((one) => owner.probes.includes(one));
  }

  ridersOf(owner: Protocol | undefined): HostProbe[] {
    if (owner?.abilities === undefined) return [];
    return this.onHost.filter((probe) => probe.rides !== undefined && this.ownerOf(probe) === owner);
  }
}
