import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { type Dice, Fault } from '@quietport/core';

/** The key of a vault, and where it came from, in words. */
export interface SealKey {
  readonly bytes: Uint8Array;
  readonly from: string;
}

/** What a sealed file is for: one cannot be taken for another. */
export type SealPurpose = 'keys' | 'notes' | 'services';

/**
 * AES-256-GCM (NIST SP 800-38D) with a fresh 96-bit nonce each time; the purpose and the name of the key are
 * authenticated with the text. As JSON on one line: `{ schema, purpose, key, nonce, sealed }`, `sealed` being base64 of the
 * ciphertext and its 16-byte tag.
 */
export function seal(text: string, key: SealKey, purpose: SealPurpose, dice: Dice): string {
  const nonce = dice.bytes(NONCE_BYTES);
  const keyName = nameOf(key);
  const cipher = createCipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
  cipher.setAAD(contextOf(purpose, keyName));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  const envelope: Envelope = {
    schema: SCHEMA,
    purpose,
    key: keyName,
    nonce: Buffer.from(nonce).toString('hex'),
    sealed: sealed.toString('base64'),
  };
  return `${JSON.stringify(envelope)}\n`;
}

/** The text again. Throws `Fault` `credentials/wrong-key` and `credentials/tampered`. */
export function unseal(file: string, key: SealKey, purpose: SealPurpose, path: string): string {
  const envelope = readEnvelope(file);
  if (envelope === undefined || envelope.purpose !== purpose) throw new Fault('credentials/tampered', { path });
  if (envelope.key !== nameOf(key)) throw new Fault('credentials/wrong-key', { path, from: key.from });
  const sealed = Buffer.from(envelope.sealed, 'base64');
  const nonce = Buffer.from(envelope.nonce, 'hex');
  try {
    const decipher = createDecipheriv(CIPHER, key.bytes, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(contextOf(purpose, envelope.key));
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]).toString('utf8');
  } catch {
    // no cause: all that it could say is that bytes do not fit
    throw new Fault('credentials/tampered', { path });
  }
}

interface Envelope {
  readonly schema: typeof SCHEMA;
  readonly purpose: string;
  readonly key: string;
  readonly nonce: string;
  readonly sealed: string;
}

function readEnvelope(file: string): Envelope | undefined {
  try {
    const value = JSON.parse(file) as Partial<Record<keyof Envelope, unknown>> | null;
    const { schema, purpose, key, nonce, sealed } = value ?? {};
    const texts = [purpose, key, nonce, sealed].every((part) => typeof part === 'string');
    return schema === SCHEMA && texts ? (value as unknown as Envelope) : undefined;
  } catch {
    return undefined;
  }
}

/** A name for a key that tells nothing of it: what another key sealed is known before it is opened. */
function nameOf(key: SealKey): string {
  return createHmac('sha256', key.bytes).update('quietport: name of this key').digest('hex').slice(0, 16);
}

function contextOf(purpose: string, keyName: string): Buffer {
  return Buffer.from(`${SCHEMA} ${purpose} ${keyName}`);
}

const SCHEMA = 'quietport/sealed@1';
const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
