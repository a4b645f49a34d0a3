import type { Exchange } from '@quietport/core';

/** All that an exchange heard. */
export function bytesOf(exchange: Exchange): readonly Uint8Array[] {
  if (exchange.over === 'udp') return exchange.answers.map(({ bytes }) => bytes);
  if (exchange.over === 'http') return [exchange.answer];
  return exchange.turns.flatMap(({ heard }) => heard.map(({ bytes }) => bytes));
}

/** The same exchange with every run of bytes (and every text of it) as `change` gives it back. */
export function withBytes(exchange: Exchange, change: (bytes: Uint8Array) => Uint8Array): Exchange {
  const text = (value: string) => latin1(change(Uint8Array.from(value, (sign) => sign.charCodeAt(0) & 0xff)));
  const arrivals = <T extends { readonly bytes: Uint8Array }>(rows: readonly T[]): T[] =>
    rows.map((row) => ({ ...row, bytes: change(row.bytes) }));
  if (exchange.over === 'udp')
    return { ...exchange, asked: change(exchange.asked), answers: arrivals(exchange.answers) };
  if (exchange.over === 'tcp') {
    const turns = exchange.turns.map(({ said, heard }) => ({ said: change(said), heard: arrivals(heard) }));
    return { ...exchange, turns };
  }
  const headers = Object.entries(exchange.headers).map(([name, value]) => [name, text(value)] as const);
  return {
    ...exchange,
    path: text(exchange.path),
    asked: change(exchange.asked),
    headers: Object.fromEntries(headers),
    answer: change(exchange.answer),
  };
}

/** One sign a byte, so that places in the text are places in the bytes. */
export function latin1(bytes: Uint8Array): string {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return text;
}
