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
  | { readonly for: 'login'; readonly user: string; readonly password: string };

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
}
