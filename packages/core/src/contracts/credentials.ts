import type { Ipv4Range } from '../net/address-range.ts';
import type { Endpoint } from '../net/endpoint.ts';
import type { Prefix } from '../net/prefix.ts';

/** What opens a door, by the kind of door. */
export type Secret =
  | { readonly for: 'snmp-community'; readonly community: string }
  | {
      readonly for: 'snmp-user';
      readonly user: string;
      /** Absent: noAuthNoPriv. */
      readonly auth?: { readonly protocol: SnmpAuth; readonly passphrase: string };
      /** Only together with `auth`. */
      readonly privacy?: { readonly protocol: SnmpPrivacy; readonly passphrase: string };
      /** The context whose objects are asked for; the default context if absent. */
      readonly context?: string;
    }
  | { readonly for: 'login'; readonly user: string; readonly password: string }
  /** What an NCDP/2 server made for its logins; it is never sent. */
  | { readonly for: 'ncdp2-token'; readonly token: string };

export type SecretKind = Secret['for'];

/** RFC 3414 and RFC 7860. */
export type SnmpAuth = 'md5' | 'sha1' | 'sha224' | 'sha256' | 'sha384' | 'sha512';

/**
 * RFC 3414, RFC 3826, and the two drafts that stretch the key for a longer AES: draft-blumenthal-aes-usm-04, and with `-c`
 * draft-reeder-snmpv3-usm-3desede-00 as Cisco uses it.
 */
export type SnmpPrivacy = 'des' | 'aes128' | 'aes192' | 'aes192-c' | 'aes256' | 'aes256-c';

/** A secret under the name that a person gave it. */
export interface Credential {
  readonly name: string;
  readonly secret: Secret;
}

/**
 * Who hands out keys: in the order of the person's sets, within their scopes, the one that worked before first, and never
 * more tries for one device in an hour than may lock nobody out.
 */
export interface Locksmith {
  /** The next key to try, less those in `tried`; the try is counted before it is handed out. */
  next(kind: SecretKind, address: string, tried: readonly string[]): Promise<Credential | undefined>;
  /** What came of it; where it did not work, `why` in plain words if the device said so. */
  told(address: string, name: string, worked: boolean, why?: string): Promise<void>;
  /** How many new tries a look at these places may come to, counted before it starts. */
  forecast?(places: KeyPlaces): Promise<KeyForecast>;
}

/** Where a look may go. */
export interface KeyPlaces {
  readonly addresses: readonly string[];
  readonly ranges: readonly Ipv4Range[];
  readonly prefixes: readonly Prefix[];
  readonly excluded: readonly Ipv4Range[];
}

/** An upper bound of what a look may try. */
export interface KeyForecast {
  /** The sets that may be tried where they are not known to work. */
  readonly names: readonly string[];
  /** New tries for one device in an hour, at most. */
  readonly perDevice: number;
  /** New tries in all, at this many addresses; `open` where the look goes to segments that cannot be counted, too. */
  readonly tries: number;
  readonly devices: number;
  readonly open: boolean;
}

/** Who knows which certificates devices are to show. */
export interface PinBook {
  /** What the pins say to a certificate that was shown there; `fingerprint` is its SHA-256, hex. */
  check(at: Endpoint, fingerprint: string): Promise<PinVerdict>;
}

/** `none`: nothing was pinned for that port of whoever is there. */
export type PinVerdict =
  | { readonly is: 'none' }
  | { readonly is: 'same'; readonly device: string }
  | { readonly is: 'changed'; readonly device: string; readonly pinned: readonly string[] };
