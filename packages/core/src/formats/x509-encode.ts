import { ByteWriter } from '../bytes/byte-writer.ts';
import { encodeText } from '../bytes/text.ts';
import { ber, closeBer, openBer, writeBerInteger, writeBerOctets, writeBerOid } from './ber.ts';

/** What a self-signed certificate is to say. */
export interface SelfSignedWish {
  /** The one name that it has, as issuer and as subject; at most 64 characters (RFC 5280, appendix A.1). */
  readonly commonName: string;
  /** 1 to 20 bytes, the first of them 01-7F: a positive number in its shortest form (RFC 5280, section 4.1.2.2). */
  readonly serial: Uint8Array;
  /** Milliseconds since 1970; seconds are what is kept. */
  readonly notBefore: number;
  readonly notAfter: number;
  /** The public key as SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
}

/**
 * A certificate of version 3 (RFC 5280, section 4.1) that its own EC key signs with ecdsa-with-SHA256 (RFC 5758):
 * `SEQUENCE { body, algorithm, BIT STRING signature }`. `sign` gives the DER signature of the bytes it is handed.
 */
export function encodeSelfSigned(wish: SelfSignedWish, sign: (body: Uint8Array) => Uint8Array): Uint8Array {
  const body = encodeBody(wish);
  return der((w) =>
    inside(w, ber.sequence, () => {
      w.octets(body);
      writeAlgorithm(w);
      writeBits(w, sign(body));
    }),
  );
}

/** `[0] version · serial · algorithm · issuer · validity · subject · key · [3] extensions` */
function encodeBody({ commonName, serial, notBefore, notAfter, publicKey }: SelfSignedWish): Uint8Array {
  if (serial.length < 1 || serial.length > 20 || serial[0]! < 1 || serial[0]! > 0x7f)
    throw new RangeError('a serial number is positive and has at most 20 bytes');
  if (commonName === '' || [...commonName].length > 64) throw new RangeError('a common name has 1 to 64 characters');
  return der((w) =>
    inside(w, ber.sequence, () => {
      inside(w, VERSION, () => writeBerInteger(w, ber.integer, 2));
      writeBerOctets(w, ber.integer, serial);
      writeAlgorithm(w);
      writeName(w, commonName);
      inside(w, ber.sequence, () => {
        writeTime(w, notBefore);
        writeTime(w, notAfter);
      });
      writeName(w, commonName);
      w.octets(publicKey);
      inside(w, EXTENSIONS, () => inside(w, ber.sequence, () => writeNoAuthority(w)));
    }),
  );
}

function writeAlgorithm(w: ByteWriter): void {
  // without parameters (RFC 5758, section 3.2)
  inside(w, ber.sequence, () => writeBerOid(w, ber.oid, ECDSA_SHA256));
}

function writeName(w: ByteWriter, commonName: string): void {
  inside(w, ber.sequence, () =>
    inside(w, ber.set, () =>
      inside(w, ber.sequence, () => {
        writeBerOid(w, ber.oid, COMMON_NAME);
        writeBerOctets(w, UTF8_STRING, encodeText(commonName));
      }),
    ),
  );
}

/** UTCTime up to the year 2049, GeneralizedTime from then on (RFC 5280, section 4.1.2.5). */
function writeTime(w: ByteWriter, millis: number): void {
  const digits = new Date(millis)
    .toISOString()
    .replace(/\.\d{3}Z$/, 'Z')
    .replace(/[-:T]/g, '');
  if (digits.startsWith('20') && digits < '2050') writeBerOctets(w, UTC_TIME, encodeText(digits.slice(2)));
  else writeBerOctets(w, GENERALIZED_TIME, encodeText(digits));
}

/** basicConstraints, critical, with nothing in it: this certificate signs no others. */
function writeNoAuthority(w: ByteWriter): void {
  inside(w, ber.sequence, () => {
    writeBerOid(w, ber.oid, BASIC_CONSTRAINTS);
    writeBerOctets(w, ber.boolean, Uint8Array.of(0xff));
    inside(w, ber.octets, () => inside(w, ber.sequence, () => undefined));
  });
}

function writeBits(w: ByteWriter, bytes: Uint8Array): void {
  inside(w, ber.bitString, () => w.u8(0).octets(bytes));
}

function inside(w: ByteWriter, tag: number, write: () => unknown): void {
  const start = openBer(w, tag);
  write();
  closeBer(w, start);
}

function der(write: (w: ByteWriter) => void): Uint8Array {
  const w = new ByteWriter(512);
  write(w);
  return w.finish();
}

const VERSION = 0xa0;
const EXTENSIONS = 0xa3;
const UTF8_STRING = 0x0c;
const UTC_TIME = 0x17;
const GENERALIZED_TIME = 0x18;
const ECDSA_SHA256 = '1.2.840.10045.4.3.2';
const COMMON_NAME = '2.5.4.3';
const BASIC_CONSTRAINTS = '2.5.29.19';
