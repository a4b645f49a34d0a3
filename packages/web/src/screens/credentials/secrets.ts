import type { AskingOf } from '../../data/ask.ts';

export type Secret = AskingOf<'POST /api/v1/credentials'>['body']['secret'];
type User = Extract<Secret, { kind: 'snmp-user' }>;

export interface Given {
  readonly kind: Secret['kind'];
  readonly user: string;
  readonly secret: string;
  /** Of an SNMP user; the same for `privacy`. */
  readonly auth: string | null;
  readonly privacy: string | null;
  /** The passphrase of privacy. */
  readonly sealing: string;
  readonly context: string | null;
}

/** As the server wants it; the lists allow no other words. */
export function secretOf({ kind, user, secret, auth, privacy, sealing, context }: Given): Secret {
  switch (kind) {
    case 'snmp-community':
      return { kind, community: secret };
    case 'login':
      return { kind, user, password: secret };
    case 'ncdp2-token':
      return { kind, token: secret };
    case 'snmp-user': {
      const protocol = auth as NonNullable<User['auth']>['protocol'];
      const sealed = privacy as NonNullable<User['privacy']>['protocol'] | null;
      return {
        ...{ kind, user, auth: { protocol, passphrase: secret } },
        ...(sealed === null ? {} : { privacy: { protocol: sealed, passphrase: sealing } }),
        ...(context === null ? {} : { context }),
      };
    }
  }
}

/** Places as somebody types them, between spaces or commas. */
export function placesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((place) => place !== '');
}

/** What the secret of each kind is called. */
export const SECRETS: Readonly<Record<Secret['kind'], string>> = {
  'snmp-community': 'Community',
  'snmp-user': 'Passphrase',
  login: 'Password',
  'ncdp2-token': 'Token',
};
