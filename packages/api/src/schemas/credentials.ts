import { z } from 'zod';
import { time } from './device.ts';

const auth = z.enum(['md5', 'sha1', 'sha224', 'sha256', 'sha384', 'sha512']);
const privacy = z.enum(['des', 'aes128', 'aes192', 'aes192-c', 'aes256', 'aes256-c']);

const typed = (least: number) =>
  z
    .string()
    .min(least)
    .max(1000)
    .refine((text) => [...text].every((each) => each >= ' ' && each !== '\x7f'), 'no control characters');
// RFC 3414, section 11.2: eight characters at least
const passphrase = typed(8);
const userName = typed(1).describe('Of the SNMP user or the login; it is shown.');

/** What opens a door. It is kept sealed and never given back. */
export const credentialSecret = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('snmp-community'), community: typed(1) }),
    z.object({
      kind: z.literal('snmp-user'),
      user: userName,
      auth: z.object({ protocol: auth, passphrase }).optional(),
      privacy: z.object({ protocol: privacy, passphrase }).optional().describe('Only together with `auth`.'),
      context: typed(1).optional().describe('The default context if not given.'),
    }),
    z.object({ kind: z.literal('login'), user: userName, password: typed(1) }),
    z.object({ kind: z.literal('ncdp2-token'), token: typed(22) }),
  ])
  .refine((given) => given.kind !== 'snmp-user' || given.privacy === undefined || given.auth !== undefined, {
    message: 'privacy wants auth as well',
    path: ['privacy'],
  });

export const credentialName = z
  .string()
  .regex(/^[A-Za-z0-9_][A-Za-z0-9_.-]{0,63}$/)
  .describe('Letters, digits and _ . -, at most 64.');

export const credentialScope = z
  .array(z.string().trim().min(1).max(200))
  .min(1)
  .max(200)
  .describe('Where it may be tried: prefixes, ranges, addresses, devices by id or name, or the word `everywhere`.');

export const credentialOrder = z
  .number()
  .int()
  .min(0)
  .max(999_999)
  .describe('Lower ones are tried first, equal ones by name.');

const row = z.looseObject({
  name: z.string(),
  kind: z.enum(['snmp-community', 'snmp-user', 'login', 'ncdp2-token']),
  scope: z.array(z.string()).describe('Devices stand in it as `device:ID`.'),
  order: z.number(),
  user: z.string().nullable(),
  auth: auth.nullable(),
  privacy: privacy.nullable(),
  context: z.string().nullable(),
  changedAt: time.describe('When the secret was given.'),
  doors: z
    .array(
      z.looseObject({
        door: z.string().describe('The id of a device, or an address where no device is known.'),
        outcome: z.enum(['worked', 'refused', 'tried']).describe('`tried`: nothing came of it.'),
        at: time,
        why: z.string().nullable(),
      }),
    )
    .describe('What it came to, where it was tried.'),
});

/** `quietport/credential@1` */
export const credential = row.extend({ schema: z.literal('quietport/credential@1') }).meta({ id: 'Credential' });

/** `quietport/credentials@1` */
export const credentials = z
  .looseObject({
    schema: z.literal('quietport/credentials@1'),
    credentials: z.array(row).describe('In the order in which they are tried.'),
  })
  .meta({ id: 'Credentials' });

/** `quietport/credential-removed@1` */
export const credentialRemoved = z
  .looseObject({ schema: z.literal('quietport/credential-removed@1'), name: z.string() })
  .meta({ id: 'CredentialRemoved' });
