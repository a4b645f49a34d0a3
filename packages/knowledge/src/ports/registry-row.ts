/** The transports of the registry: more than we speak ourselves. */
export type RegistryTransport = 'tcp' | 'udp' | 'sctp' | 'dccp';

/**
 * What a row is. `squat`: the registry itself records a use that it never assigned. `alias`: another spelling of a name.
 * `name-only`: a service name without a number.
 */
export type RegistryStatus = 'assigned' | 'reserved' | 'unassigned' | 'alias' | 'squat' | 'name-only';

/** One record of IANA's registry, its words as they stand: cut where the registry cuts them. */
export interface RegistryRow {
  /** `null` for a name without a number. */
  readonly port: number | null;
  /** Differs from `port` in range rows (6000-6063). */
  readonly portEnd: number | null;
  /** `null` where the registry states none: the row then counts for all. */
  readonly transport: RegistryTransport | null;
  /** `null` for reserved, unassigned and private rows. */
  readonly service: string | null;
  readonly status: RegistryStatus;
  readonly description: string | null;
  readonly assignee: string | null;
  readonly organisation: string | null;
  readonly contact: string | null;
  readonly contactOrganisation: string | null;
  /** The domain of the contact's address: often all that tells the vendor. */
  readonly contactDomain: string | null;
  readonly registered: string | null;
  readonly modified: string | null;
  readonly reference: string | null;
  readonly serviceCode: string | null;
  /** The registry's own word that somebody else uses the number. */
  readonly unauthorizedUse: string | null;
  readonly aliasOf: string | null;
  readonly deassigned: string | null;
  readonly historic: boolean;
  readonly notes: string | null;
}

/** What `tools/make-registry.mjs` makes of one snapshot; the form of a line is described in `tools/registry/compact.mjs`. */
export interface RegistryData {
  /** The day of the registry's last change. */
  readonly snapshot: string;
  readonly rowCount: number;
  readonly xmlSha256: string;
  /** Of the tab-separated form, where that was read; else empty. */
  readonly tsvSha256: string;
  /** Single numbers, in order. */
  readonly numbers: string;
  readonly ranges: string;
  /** Names without a number. */
  readonly names: string;
}
