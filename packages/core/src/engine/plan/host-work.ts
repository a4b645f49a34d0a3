import type { HostProbe, HostTarget, Protocol } from '../../contracts/protocol.ts';

/** One host during a look. */
export interface HostWork {
  readonly address: string;
  /** Where each probe that follows leads was sent; an empty set where it had none and asked at the usual places. */
  readonly sent: Map<string, Set<string>>;
}

/** The host with what another room can do for this one. */
export function able(host: HostTarget, owner: Protocol | undefined): HostTarget {
  const snmpGet = owner?.abilities?.snmpGet?.(host);
  return snmpGet === undefined ? host : { ...host, snmpGet };
}

/** A connection wakes a sleeping printer; its network card answers datagrams by itself. */
export function wakes({ ports }: HostProbe): boolean {
  return ports.some(({ transport }) => transport === 'tcp');
}
