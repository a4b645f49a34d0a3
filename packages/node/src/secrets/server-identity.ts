import { createPrivateKey, createPublicKey, generateKeyPairSync, sign, X509Certificate } from 'node:crypto';
import { join } from 'node:path';
import { type Clock, type Dice, encodeSelfSigned, Fault, type TlsIdentity } from '@quietport/core';
import { formatPem, parsePem } from '../pem.ts';
import { privateFile } from './private-file.ts';
import { reasonOf } from './write-whole.ts';

/** What a server proves itself by, and what its clients prove themselves by. */
export interface ServerSecrets {
  readonly identity: TlsIdentity;
  /** The login token: 32 characters, 192 bits of chance. */
  readonly token: string;
  readonly tokenPath: string;
  /** True where this run made the token: the one time that it may be shown. */
  readonly tokenIsNew: boolean;
}

/**
 * The key, the self-signed certificate and the token of a server, kept in the folder for their owner alone and made when
 * it runs first. Throws `Fault` `credentials/key-exposed`, `file/cannot-read`, `file/cannot-write`.
 */
export async function openServerSecrets(
  folder: string,
  name: string,
  { clock, dice }: { readonly clock: Clock; readonly dice: Dice },
): Promise<ServerSecrets> {
  const identityPath = join(folder, 'identity.pem');
  const tokenPath = join(folder, 'token');
  const { text } = await privateFile(identityPath, () => makeIdentity(name, clock.now(), dice), dice);
  const made = await privateFile(tokenPath, () => `${Buffer.from(dice.bytes(24)).toString('base64url')}\n`, dice);
  const token = made.text.trim();
  // a shorter one can be guessed from one proof
  if (token.length < 22) throw new Fault('file/cannot-read', { path: tokenPath, detail: 'that is no login token' });
  return { identity: readIdentity(text, identityPath), token, tokenPath, tokenIsNew: made.isNew };
}

function makeIdentity(name: string, now: number, dice: Dice): string {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const serial = dice.bytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  const certificate = encodeSelfSigned(
    {
      commonName: [...name].slice(0, 64).join('') || 'quietport',
      serial,
      // clocks of clients differ, and dates in it do not count
      notBefore: now - DAY_MS,
      notAfter: now + 30 * 365 * DAY_MS,
      publicKey: new Uint8Array(publicKey.export({ type: 'spki', format: 'der' })),
    },
    (body) => new Uint8Array(sign('sha256', body, privateKey)),
  );
  return `${privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()}${formatPem('CERTIFICATE', certificate)}`;
}

/** Both parts must fit: a certificate with another's key would end every handshake. */
function readIdentity(text: string, path: string): TlsIdentity {
  try {
    const certificate = parsePem('CERTIFICATE', text);
    const key = createPrivateKey(text);
    if (certificate === undefined || !new X509Certificate(certificate).publicKey.equals(createPublicKey(key)))
      throw new Error('key and certificate do not belong together');
    return { key: key.export({ type: 'pkcs8', format: 'pem' }).toString(), certificate };
  } catch (error) {
    throw new Fault('file/cannot-read', { path, detail: reasonOf(error) }, error);
  }
}

const DAY_MS = 86_400_000;
