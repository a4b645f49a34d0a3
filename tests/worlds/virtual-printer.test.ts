import { describe, expect, it } from 'vitest';
import type { HttpAsked } from '../../packages/core/src/contracts/network.ts';
import type { Printed } from '../../packages/core/src/contracts/virtual-device.ts';
import { answers } from '../../packages/core/src/protocols/ipp/answers.ts';
import { text } from '../../packages/core/src/protocols/ipp/attribute.ts';
import { decodeIpp } from '../../packages/core/src/protocols/ipp/codec.ts';
import { encodeIpp } from '../../packages/core/src/protocols/ipp/codec-encode.ts';
import { findAttribute } from '../../packages/core/src/protocols/ipp/codec-look.ts';
import {
  groupTags,
  type IppAttribute,
  type IppMessage,
  valueTags,
} from '../../packages/core/src/protocols/ipp/codec-message.ts';
import { decodeJobAnswer, type JobAnswer } from '../../packages/core/src/protocols/ipp/job-answer.ts';
import {
  encodeCancelJob,
  encodeCreateJob,
  encodeGetJobAttributes,
  encodeGetJobs,
  encodePrintJob,
  encodeSendDocument,
  encodeValidateJob,
} from '../../packages/core/src/protocols/ipp/job-requests.ts';
import { encodeGetPrinterAttributes } from '../../packages/core/src/protocols/ipp/request.ts';
import { makeDevice } from '../../packages/virtual/src/fleet/make-device.ts';

const request = { requestId: 5, printerUri: 'ipp://192.0.2.9/ipp/print', user: 'ann' };
const pdf = { jobName: 'menu', format: 'application/pdf' };
const page = new TextEncoder().encode('%PDF-1.4 one page');

/** A printer whose clock stands until it is moved. */
function printer(quirks: Readonly<Record<string, string>> = {}, state: 'idle' | 'stopped' = 'idle') {
  const printed: Printed[] = [];
  let now = Date.UTC(2026, 0, 1);
  const [answering] = answers(
    makeDevice({
      ...{ id: 'desk', kind: 'printer', make: 'EPSON', model: 'WF-1', serial: 'S1', mac: '00:26:ab:00:00:01' },
      ...{ address: '192.0.2.9', speaks: ['ipp'], quirks, state, clock: { now: () => now } },
      prints: (document) => printed.push(document),
    }),
  );
  if (answering?.on !== 'http') throw new Error('the printer serves no HTTP');
  const from = { address: '192.0.2.1', port: 40_000, transport: 'tcp' } as const;
  const bytesOf = (body: Uint8Array): Uint8Array => {
    const asked: HttpAsked = {
      method: 'POST',
      path: '/ipp/print',
      headers: { 'content-type': 'application/ipp' },
      body,
      from,
    };
    return answering.serve(asked).body;
  };
  const ask = (bytes: Uint8Array, document: Uint8Array = new Uint8Array()): JobAnswer => {
    const decoded = decodeJobAnswer(bytesOf(Uint8Array.of(...bytes, ...document)));
    if (!decoded.ok) throw new Error(decoded.error.code);
    return decoded.value;
  };
  const pass = (ms: number) => {
    now += ms;
  };
  const stateOf = (id: number) => ask(encodeGetJobAttributes(request, id)).jobs[0]?.state;
  return { ask, bytesOf, pass, printed, stateOf };
}

describe('a virtual printer', () => {
  it('takes a job with its document, prints it in its time, and hands on what came', () => {
    const { ask, pass, printed, stateOf } = printer();
    const answer = ask(encodePrintJob(request, pdf, {}), page);
    expect(answer).toMatchObject({ status: 0, jobs: [{ id: 1, state: 'processing' }] });
    expect(printed).toEqual([
      { device: 'desk', way: 'ipp', job: 1, name: 'menu', user: 'ann', format: 'application/pdf', bytes: page },
    ]);
    pass(999);
    expect(stateOf(1)).toBe('processing');
    pass(1);
    expect(stateOf(1)).toBe('completed');
    expect(ask(encodeGetJobs(request, 'completed', 10)).jobs.map(({ id }) => id)).toEqual([1]);
    expect(ask(encodeGetJobs(request, 'not-completed', 10)).jobs).toEqual([]);
  });

  it('prints one after the other, and knows a job before its document', () => {
    const { ask, pass, stateOf } = printer();
    ask(encodePrintJob(request, pdf, {}), page);
    const { jobs } = ask(encodeCreateJob(request, pdf, {}));
    expect(jobs).toMatchObject([{ id: 2, state: 'pending', reasons: ['job-incoming'] }]);
    pass(500);
    expect(ask(encodeSendDocument(request, 2, pdf), page).status).toBe(0);
    expect([stateOf(1), stateOf(2)]).toEqual(['processing', 'pending']);
    pass(500);
    expect([stateOf(1), stateOf(2)]).toEqual(['completed', 'processing']);
    expect(ask(encodeSendDocument(request, 2, pdf), page).status).toBe(0x0404);
  });

  it('lets a job go that gets no document, and cancels what has not ended', () => {
    const { ask, pass, stateOf } = printer();
    ask(encodeCreateJob(request, pdf, {}));
    pass(60_001);
    expect(stateOf(1)).toBe('aborted');
    ask(encodePrintJob(request, pdf, {}), page);
    expect(ask(encodeCancelJob(request, 2)).status).toBe(0);
    expect(stateOf(2)).toBe('canceled');
    expect(ask(encodeCancelJob(request, 2)).status).toBe(0x0404);
    expect(ask(encodeCancelJob(request, 99)).status).toBe(0x0406);
  });

  it('says what it does not take, and takes nothing of it where it must be just so', () => {
    const { ask, printed } = printer();
    const text = { jobName: 'x', format: 'application/postscript' };
    expect(ask(encodeValidateJob(request, text, {})).status).toBe(0x040a);
    const odd = { copies: 500, media: 'iso_a4_210x297mm' } as const;
    expect(ask(encodePrintJob(request, pdf, odd), page)).toMatchObject({ status: 1, unsupported: ['copies'] });
    expect(printed).toHaveLength(1);
  });

  it('is busy where its spool is full, and prints nothing while it is stopped', () => {
    const { ask, pass, stateOf } = printer({ 'ipp.spool': '1' }, 'stopped');
    expect(ask(encodePrintJob(request, pdf, {}), page).status).toBe(0);
    expect(ask(encodePrintJob(request, pdf, {}), page).status).toBe(0x0507);
    pass(3_600_000);
    expect(stateOf(1)).toBe('pending');
  });

  it.each([
    ['aborted', 'aborted'],
    ['never', 'processing-stopped'],
  ])('by quirk ends %s', (ends, state) => {
    const { ask, pass, stateOf } = printer({ 'ipp.job-ends': ends });
    ask(encodePrintJob(request, pdf, {}), page);
    pass(1000);
    expect(stateOf(1)).toBe(state);
  });

  it('tells the same in the same second, under the number of each question, and otherwise once something happens', () => {
    const { ask, bytesOf, pass } = printer();
    const question = (requestId: number) =>
      encodeGetPrinterAttributes({ requestId, version: 0x0200, printerUri: request.printerUri, requested: ['all'] });
    const told = (requestId: number) => message(bytesOf(question(requestId)));
    const numberOf = (name: string, from: IppMessage) => findAttribute(from, groupTags.printer, name)?.values[0]?.value;
    const [first, second] = [told(7), told(8)];
    expect([first.requestId, second.requestId]).toEqual([7, 8]);
    expect(second.groups).toEqual(first.groups);
    ask(encodePrintJob(request, pdf, {}), page);
    expect([numberOf('queued-job-count', told(9)), numberOf('printer-state', told(9))]).toEqual([1, 4]);
    pass(1000);
    expect([numberOf('queued-job-count', told(9)), numberOf('printer-state', told(9))]).toEqual([0, 3]);
    pass(5000);
    expect(numberOf('printer-up-time', told(9))).toBe(Number(numberOf('printer-up-time', first)) + 6);
  });

  it('refuses a question without a number, whether the same one was answered in that second or not', () => {
    const { bytesOf } = printer();
    const codeOf = (requestId: number) =>
      message(
        bytesOf(
          encodeGetPrinterAttributes({
            requestId,
            version: 0x0200,
            printerUri: request.printerUri,
            requested: ['all'],
          }),
        ),
      ).code;
    expect([codeOf(0), codeOf(7), codeOf(0), codeOf(8)]).toEqual([0x0400, 0, 0x0400, 0]);
  });

  it('is set only where it says so, all of it or nothing', () => {
    const set = (...attributes: readonly IppAttribute[]) => {
      const operation = [
        text('attributes-charset', valueTags.charset, 'utf-8'),
        text('attributes-natural-language', valueTags.language, 'en'),
        text('printer-uri', valueTags.uri, request.printerUri),
      ];
      const groups = [
        { tag: groupTags.operation, attributes: operation },
        { tag: groupTags.printer, attributes },
      ];
      return encodeIpp({ version: 0x0200, code: 0x13, requestId: 1, groups, ended: true, data: new Uint8Array() });
    };
    const place = text('printer-location', valueTags.text, 'Bar');
    expect(printer().ask(set(place)).status).toBe(0x0501);
    const settable = printer({ 'ipp.settable': 'true' });
    expect(settable.ask(set(place, text('printer-uuid', valueTags.uri, 'urn:uuid:0'))).status).toBe(0x0413);
    const location = () => {
      const read = encodeIpp({ ...message(set()), code: 0x0b });
      const decoded = decodeIpp(settable.bytesOf(read));
      return decoded.ok
        ? findAttribute(decoded.value, groupTags.printer, 'printer-location')?.values[0]?.value
        : undefined;
    };
    expect(location()).toBe('');
    expect(settable.ask(set(place)).status).toBe(0);
    expect(location()).toBe('Bar');
  });
});

function message(bytes: Uint8Array): IppMessage {
  const decoded = decodeIpp(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
}
