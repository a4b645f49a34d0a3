import { mkdir, open } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Dice, Fault, formatHex } from '@quietport/core';
import type { SealKey } from './seal.ts';
import { reasonOf, writeWhole } from './write-whole.ts';

/** Where the key of a vault may come from: the first that is there counts. */
export interface SealKeyPlaces {
  /** The key itself, from the environment, under its variable's name. */
  readonly given?: { readonly text: string; readonly from: string } | undefined;
  /** The folder in which systemd shows a service its credentials (systemd.exec(5), `LoadCredential=`). */
  readonly folder?: string | undefined;
  /** A file of its own, made on first use. */
  readonly file: string;
}

/** The name of the key among systemd's credentials. */
const CREDENTIAL = 'quietport.key';

/**
 * The key, or `undefined` where there is none yet. Throws `Fault` `credentials/bad-key`, and `credentials/key-exposed`
 * where others can read its file.
 */
export async function findSealKey({ given, folder, file }: SealKeyPlaces): Promise<SealKey | undefined> {
  if (given !== undefined) return { bytes: keyOf(Buffer.from(given.text), given.from), from: given.from };
  if (folder !== undefined) {
    const path = join(folder, CREDENTIAL);
    // systemd itself keeps this folder from everybody else; with access lists its modes look wider than they are
    const bytes = await readKeyFile(path, false);
    if (bytes !== undefined) return { bytes, from: path };
  }
  const bytes = await readKeyFile(file, true);
  return bytes === undefined ? undefined : { bytes, from: file };
}

/** Makes a key in the file, for its owner alone. Where another process was quicker, its key counts. */
export async function makeSealKey({ file }: SealKeyPlaces, dice: Dice): Promise<SealKey> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 }).catch((error: unknown) => {
    throw new Fault('file/cannot-write', { path: file, detail: reasonOf(error) }, error);
  });
  const text = `${formatHex(dice.bytes(KEY_BYTES))}\n`;
  await writeWhole(file, text, formatHex(dice.bytes(8)), true);
  const bytes = await readKeyFile(file, true);
  if (bytes === undefined) throw new Fault('file/cannot-read', { path: file, detail: 'it is gone again' });
  return { bytes, from: file };
}

async function readKeyFile(path: string, forOwnerAlone: boolean): Promise<Uint8Array | undefined> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    file = await open(path, 'r');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') return undefined;
    throw new Fault('file/cannot-read', { path, detail: reasonOf(error) }, error);
  }
  try {
    // asked of what was opened, not of the name: that may be another file by then
    const { mode, uid, size } = await file.stat();
    if (forOwnerAlone) demandPrivate(path, mode, uid);
    if (size > MOST_BYTES) throw new Fault('credentials/bad-key', { from: path });
    return keyOf(await file.readFile(), path);
  } catch (error) {
    if (error instanceof Fault) throw error;
    throw new Fault('file/cannot-read', { path, detail: reasonOf(error) }, error);
  } finally {
    await file.close();
  }
}

/** Whoever else can read the key has the credentials. Windows keeps access otherwise than in these bits. */
export function demandPrivate(path: string, mode: number, uid: number): void {
  if (process.platform === 'win32') return;
  const me = process.getuid?.();
  const bits = (mode & 0o777).toString(8).padStart(4, '0');
  if ((mode & 0o077) !== 0) throw new Fault('credentials/key-exposed', { path, how: `its mode is ${bits}` });
  if (me !== undefined && me !== 0 && uid !== me)
    throw new Fault('credentials/key-exposed', { path, how: `it belongs to the user ${uid}` });
}

/** 32 bytes, as they are, as hex or as base64. What was read is in no message. */
function keyOf(bytes: Buffer, from: string): Uint8Array {
  if (bytes.length === KEY_BYTES) return new Uint8Array(bytes);
  const text = bytes.toString('latin1').trim();
  if (/^[0-9a-f]{64}$/i.test(text)) return new Uint8Array(Buffer.from(text, 'hex'));
  if (/^[A-Za-z0-9+/_-]{43}=?$/.test(text)) return new Uint8Array(Buffer.from(text, 'base64'));
  throw new Fault('credentials/bad-key', { from });
}

const KEY_BYTES = 32;
const MOST_BYTES = 1_000;
