import type { Exchange } from '../../model/exchange.ts';

/** A saved page as the exchange that would have brought it: the front page of a server that says nothing else of itself. */
export function fromDump(bytes: Uint8Array): readonly Exchange[] | undefined {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 2_000));
  if (!/^[\s\u00bb\u00bf\u00ef]*(<!--[\s\S]*?-->\s*)?<(!doctype html|html)\b/i.test(head)) return undefined;
  return [
    {
      over: 'http',
      port: 80,
      secure: false,
      method: 'GET',
      path: '/',
      asked: new Uint8Array(),
      status: 200,
      headers: { 'content-type': 'text/html' },
      answer: bytes,
      afterMs: 0,
    },
  ];
}
