import {
  classOf,
  contains,
  type IpAddress,
  type NetworkInterface,
  type Prefix,
  parseIp,
  parsePrefix,
} from '@quietport/core';

/** True where the address is on a subnet of the interface. */
export function isOn({ addresses }: Pick<NetworkInterface, 'addresses'>, ip: IpAddress): boolean {
  return addresses.some(({ address, prefixLength }) => {
    const prefix = parsePrefix(`${address.replace(/%.*$/, '')}/${prefixLength}`);
    return prefix !== undefined && contains(prefix, ip);
  });
}

/**
 * Whose datagrams are answered (section 5): private, link-local and loopback sources, those on a subnet of the server,
 * and those that a person added.
 */
export class Admission {
  readonly #added: readonly Prefix[];
  #interfaces: readonly Pick<NetworkInterface, 'addresses'>[] = [];
  /** Judged already; a few ask again and again. */
  readonly #judged = new Map<string, boolean>();

  constructor(added: readonly Prefix[]) {
    this.#added = added;
  }

  standOn(interfaces: readonly Pick<NetworkInterface, 'addresses'>[]): void {
    this.#interfaces = interfaces;
    this.#judged.clear();
  }

  admits(address: string): boolean {
    const before = this.#judged.get(address);
    if (before !== undefined) return before;
    if (this.#judged.size >= JUDGED_MOST) this.#judged.clear();
    const answer = this.#judge(address);
    this.#judged.set(address, answer);
    return answer;
  }

  #judge(address: string): boolean {
    const ip = parseIp(address);
    if (ip === undefined) return false;
    const kind = classOf(ip);
    if (kind === 'private' || kind === 'link-local' || kind === 'loopback') return true;
    if (kind !== 'public') return false;
    return this.#interfaces.some((row) => isOn(row, ip)) || this.#added.some((prefix) => contains(prefix, ip));
  }
}

const JUDGED_MOST = 1024;
