import { type ReplayRule, replayed } from '../../contracts/replay.ts';
import type { Answering } from '../../contracts/virtual-device.ts';
import type { Exchange } from '../../model/exchange.ts';
import { decodeIpp } from './codec.ts';
import { groupTags } from './codec-message.ts';
import { encodeGetPrinterAttributes } from './request.ts';
import { isAnswer } from './talk.ts';

/** The recorded answer to the same operation, with the id of the new request. What came over TLS is served in plain. */
export function replay(exchanges: readonly Exchange[]): readonly Answering[] {
  return replayed(exchanges, rule);
}

/** The body of an answer to Get-Printer-Attributes as the exchange that would have brought it. */
export function fromDump(bytes: Uint8Array): readonly Exchange[] | undefined {
  const decoded = decodeIpp(bytes);
  if (!decoded.ok || !isAnswer(decoded.value)) return undefined;
  const printer = decoded.value.groups.some(({ tag }) => tag === groupTags.printer);
  return printer ? [exchangeOfAnswer(bytes)] : undefined;
}

function exchangeOfAnswer(body: Uint8Array): Exchange {
  const path = '/ipp/print';
  const request = { version: 0x0200, requestId: 1, printerUri: `ipp://localhost${path}`, requested: ['all'] };
  return {
    over: 'http',
    port: 631,
    secure: false,
    method: 'POST',
    path,
    asked: encodeGetPrinterAttributes(request),
    status: 200,
    headers: { 'content-type': 'application/ipp' },
    answer: body,
    afterMs: 0,
  };
}

const rule: ReplayRule = {
  same(recorded, asked) {
    const [then, now] = [decodeIpp(recorded), decodeIpp(asked)];
    return then.ok && now.ok && then.value.code === now.value.code;
  },
  // bytes 4 to 7 of every message (RFC 8010 section 3.1.1)
  fit(answer, asked) {
    const fitted = answer.slice();
    if (fitted.length >= ID_END && asked.length >= ID_END) fitted.set(asked.subarray(ID_AT, ID_END), ID_AT);
    return fitted;
  },
};

const ID_AT = 4;
const ID_END = 8;
