import type { Reply } from '../../contracts/virtual-device.ts';
import type { DnsRecord } from '../../formats/dns.ts';
import { dnsType } from '../../formats/dns-data.ts';
import { nameOf } from '../../formats/dns-name.ts';
import { serving } from './answers.ts';
import { META_TYPE, txtString } from './codec.ts';
import { GROUPS, HOST_TTL, own, SERVICE_TTL, shared, shortened } from './records.ts';
import { PORT } from './talk.ts';

/** A service that a program of ours offers on one interface of this machine. */
export interface OfferedService {
  /** What people are shown: one label. */
  readonly instance: string;
  /** `_ncdp2._udp` */
  readonly type: string;
  readonly port: number;
  readonly txt: readonly (readonly [string, string])[];
  /** The host's name, less `.local`: no other program's, for the records of a name belong to one. */
  readonly host: string;
  /** The interface's addresses, without zones. */
  readonly addresses: readonly string[];
}

export const DNS_SD_PORT: number = PORT;
export const DNS_SD_GROUPS: Readonly<Record<4 | 6, string>> = GROUPS;

/** What a responder for the service says: when it begins (twice), in answer to a datagram, and at the end. */
export interface Responding {
  readonly announce: readonly Reply[];
  answer(datagram: Parameters<Answer>[0]): readonly Reply[];
  readonly farewell: readonly Reply[];
}

type Answer = Extract<ReturnType<typeof serving>[number], { on: 'udp' }>['answer'];

/** A responder (RFC 6762, RFC 6763) for one service on one interface and family. It does not probe for conflicts. */
export function respondFor(service: OfferedService, family: 4 | 6): Responding {
  const place = { address: family === 6 ? '::' : '0.0.0.0', port: (standard: number) => standard };
  const [answering] = serving(recordsFor(service), place);
  if (answering?.on !== 'udp') throw new RangeError('DNS-SD is served over UDP');
  const { answer, announce = [], farewell = [] } = answering;
  return { announce, answer, farewell };
}

function recordsFor({ instance, type, port, txt, host, addresses }: OfferedService): DnsRecord[] {
  const name = nameOf([shortened(instance), ...type.split('.'), 'local']);
  const target = nameOf([shortened(host), 'local']);
  const strings = txt.map(([key, value]) => txtString(key, value));
  const typeOf = (address: string) => (address.includes(':') ? dnsType.aaaa : dnsType.a);
  const types = [...new Set(addresses.map(typeOf))].sort((a, b) => a - b);
  return [
    shared(`${type}.local`, { is: 'ptr', target: name }),
    shared(META_TYPE, { is: 'ptr', target: `${type}.local` }),
    own(name, dnsType.srv, HOST_TTL, { is: 'srv', priority: 0, weight: 0, port, target }),
    own(name, dnsType.txt, SERVICE_TTL, { is: 'txt', strings }),
    ...addresses.map((address) => own(target, typeOf(address), HOST_TTL, { is: 'address', address })),
    // "there is no address of the other family here" (RFC 6762 section 6.1)
    own(target, dnsType.nsec, HOST_TTL, { is: 'nsec', next: target, types }),
  ];
}
