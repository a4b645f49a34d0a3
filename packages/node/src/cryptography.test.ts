import { formatHex, parseHex } from '@quietport/core';
import { expect, it } from 'vitest';
import { systemCryptography } from './cryptography.ts';

const hex = (text: string) => parseHex(text)!;

it('hashes and signs as the standards print it', () => {
  // FIPS 180-4 "abc"; RFC 2202, test case 1
  expect(formatHex(systemCryptography.hash('sha1', hex('616263')))).toBe('a9993e364706816aba3e25717850c26c9cd0d89d');
  expect(formatHex(systemCryptography.hmac('md5', hex('0b'.repeat(16)), hex('4869205468657265')))).toBe(
    '9294727a3638bb1c13f48ef8158bfc9d',
  );
});

it('ciphers as the standards print it, single DES too', () => {
  // FIPS 81, table C1 (CBC); NIST SP 800-38A, F.3.13
  const desKey = hex('0123456789abcdef');
  const desText = hex('4e6f77206973207468652074696d6520666f7220616c6c20');
  const des = systemCryptography.encrypt('des-cbc', desKey, hex('1234567890abcdef'), desText);
  expect(formatHex(des)).toBe('e5c7cdde872bf27c43e934008c389c0f683788499a7c05f6');
  expect(systemCryptography.decrypt('des-cbc', desKey, hex('1234567890abcdef'), des)).toEqual(desText);
  const aes = systemCryptography.encrypt(
    'aes-128-cfb',
    hex('2b7e151628aed2a6abf7158809cf4f3c'),
    hex('000102030405060708090a0b0c0d0e0f'),
    hex('6bc1bee22e409f96e93d7e117393172a'),
  );
  expect(formatHex(aes)).toBe('3b3fd92eb72dad20333449f8e83cfb4a');
});

it('keeps the length of what is not a whole block, as a stream cipher does', () => {
  const key = hex('00'.repeat(32));
  const text = hex('0102030405');
  const sealed = systemCryptography.encrypt('aes-256-cfb', key, hex('00'.repeat(16)), text);
  expect(sealed).toHaveLength(5);
  expect(systemCryptography.decrypt('aes-256-cfb', key, hex('00'.repeat(16)), sealed)).toEqual(text);
});
