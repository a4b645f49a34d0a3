import { type IpAddress, parseIp } from './ip-address.ts';
import { contains, type Prefix, parsePrefix } from './prefix.ts';

export type AddressClass = 'loopback' | 'link-local' | 'private' | 'multicast' | 'broadcast' | 'unspecified' | 'public';

/** Which kind of address this is: only loopback, link-local and private ones are looked at without being told to. */
export function classOf(address: IpAddress): AddressClass {
  return classes.find(([, prefix]) => contains(prefix, address))?.[0] ?? 'public';
}

// RFC 6890 (special-purpose registry), RFC 1918, RFC 6598 (100.64/10), RFC 4193 (fc00::/7), RFC 3927, RFC 4291
const classes: readonly (readonly [AddressClass, Prefix])[] = (
  [
    ['broadcast', '255.255.255.255/32'],
    ['unspecified', '0.0.0.0/8'],
    ['loopback', '127.0.0.0/8'],
    ['link-local', '169.254.0.0/16'],
    ['private', '10.0.0.0/8'],
    ['private', '172.16.0.0/12'],
    ['private', '192.168.0.0/16'],
    ['private', '100.64.0.0/10'],
    ['multicast', '224.0.0.0/4'],
    ['loopback', '::1/128'],
    ['unspecified', '::/128'],
    ['link-local', 'fe80::/10'],
    ['private', 'fc00::/7'],
    ['multicast', 'ff00::/8'],
  ] as const
).map(([name, text]) => [name, parsePrefix(text)!]);

export function classOfText(text: string): AddressClass | undefined {
  const address = parseIp(text);
  return address && classOf(address);
}
