import type { Exchange } from '../../model/exchange.ts';
import { decodeEscl } from './codec.ts';

/** One document as the exchange that would have brought it. */
export function fromDump(bytes: Uint8Array): readonly Exchange[] | undefined {
  const decoded = decodeEscl(bytes);
  if (!decoded.ok) return undefined;
  const exchange: Exchange = {
    ...{ over: 'http', port: 80, secure: false, method: 'GET', path: `/eSCL/${decoded.value.root.local}`, status: 200 },
    ...{ asked: new Uint8Array(), headers: { 'content-type': 'text/xml' }, answer: bytes, afterMs: 0 },
  };
  return [exchange];
}
