import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../../bytes/text.ts';
import { text } from './attribute.ts';
import { decodeIpp } from './codec.ts';
import { encodeIpp } from './codec-encode.ts';
import { findAttribute } from './codec-look.ts';
import { groupTags, type IppMessage, valueTags } from './codec-message.ts';
import { decodeQueueAnswer } from './queue-answer.ts';
import {
  encodeChangeQueue,
  encodeGetQueue,
  encodeGetQueues,
  encodeIdentifyQueue,
  encodePrintText,
} from './queue-requests.ts';

const request = { requestId: 7, printerUri: 'ipp://localhost/printers/Office', user: 'ada' };

function read(bytes: Uint8Array): IppMessage {
  const decoded = decodeIpp(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
}

const namesIn = (message: IppMessage, group: number) =>
  message.groups.filter(({ tag }) => tag === group).flatMap(({ attributes }) => attributes.map(({ name }) => name));

describe('a request to a print server', () => {
  it('begins with charset, language and target, in this order', () => {
    for (const bytes of [
      encodeGetQueue(request, ['a']),
      encodeChangeQueue(request, {}),
      encodeIdentifyQueue(request, []),
    ])
      expect(namesIn(read(bytes), groupTags.operation).slice(0, 4)).toEqual([
        'attributes-charset',
        'attributes-natural-language',
        'printer-uri',
        'requesting-user-name',
      ]);
  });

  it('for all queues names none', () => {
    const message = read(encodeGetQueues({ requestId: 1 }, ['printer-name', 'printer-state']));
    expect(message.code).toBe(0x4002);
    expect(findAttribute(message, groupTags.operation, 'printer-uri')).toBeUndefined();
    expect(findAttribute(message, groupTags.operation, 'requested-attributes')?.values).toHaveLength(2);
  });

  it('that changes a queue has the new texts in the printer group, each with its own tag', () => {
    const message = read(encodeChangeQueue(request, { 'printer-location': 'Büro', 'printer-geo-location': 'geo:1,2' }));
    expect(message.code).toBe(0x4003);
    expect(findAttribute(message, groupTags.printer, 'printer-location')?.values).toEqual([
      { is: 'text', tag: valueTags.text, value: 'Büro' },
    ]);
    expect(findAttribute(message, groupTags.printer, 'printer-geo-location')?.values[0]?.tag).toBe(valueTags.uri);
  });

  it('that prints carries the page behind the attributes', () => {
    const message = read(encodePrintText(request, 'Test page', encodeText('hello')));
    expect(message.code).toBe(0x0002);
    expect(new TextDecoder().decode(message.data)).toBe('hello');
    expect(namesIn(message, groupTags.operation)).toContain('document-format');
  });

  it('that identifies names the actions that were wished for', () => {
    const message = read(encodeIdentifyQueue(request, ['sound', 'flash']));
    expect(message.code).toBe(0x003c);
    expect(findAttribute(message, groupTags.operation, 'identify-actions')?.values).toHaveLength(2);
    expect(namesIn(read(encodeIdentifyQueue(request, [])), groupTags.operation)).not.toContain('identify-actions');
  });
});

describe('the answer of a print server', () => {
  const answer = (code: number, groups: IppMessage['groups']) =>
    encodeIpp({ version: 0x0200, code, requestId: 7, groups, ended: true, data: new Uint8Array() });
  const operation = (...sentence: readonly string[]) => ({
    tag: groupTags.operation,
    attributes: [
      text('attributes-charset', valueTags.charset, 'utf-8'),
      ...sentence.map((words) => text('status-message', valueTags.text, words)),
    ],
  });
  const queue = (name: string) => ({
    tag: groupTags.printer,
    attributes: [text('printer-name', valueTags.name, name)],
  });

  it('gives one row a queue, and passes over empty groups', () => {
    const bytes = answer(0, [operation(), queue('a'), { tag: groupTags.printer, attributes: [] }, queue('b')]);
    expect(decodeQueueAnswer(bytes)).toEqual({
      ok: true,
      value: {
        requestId: 7,
        status: 0,
        words: '0x0000 successful-ok',
        queues: [{ 'printer-name': 'a' }, { 'printer-name': 'b' }],
      },
    });
  });

  it('says a refusal in the words of the standard and of the server', () => {
    const decoded = decodeQueueAnswer(answer(0x0403, [operation('Not for you')]));
    expect(decoded.ok && decoded.value.words).toBe('0x0403 client-error-not-authorized: Not for you');
    const same = decodeQueueAnswer(answer(0x0406, [operation('client-error-not-found')]));
    expect(same.ok && same.value.words).toBe('0x0406 client-error-not-found');
  });

  it('of any bytes is a value or an error, and its attributes are plain', () => {
    const good = answer(0, [operation('x'), queue('Office')]);
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 80 }),
      fc.tuple(fc.nat(good.length - 1), fc.nat(255)).map(([at, byte]) => good.map((old, i) => (i === at ? byte : old))),
    );
    fc.assert(
      fc.property(bytes, (some) => {
        const decoded = decodeQueueAnswer(some);
        if (decoded.ok) for (const read of decoded.value.queues) expect(structuredClone(read)).toEqual(read);
        else expect(decoded.error.offset).toBeLessThanOrEqual(some.length);
      }),
    );
  });

  it('that is cut is an error with its place', () => {
    const bytes = answer(0, [operation(), queue('Office')]);
    expect(decodeQueueAnswer(bytes.subarray(0, bytes.length - 4))).toMatchObject({
      ok: false,
      error: { code: 'truncated' },
    });
  });
});
