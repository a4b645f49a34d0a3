import { ByteWriter, encodeText, type HttpOutcome } from '@quietport/core';
import { systemClock, systemDice } from '@quietport/node';
import { describe, expect, it } from 'vitest';
import type { CupsDoor } from './cups-door.ts';
import { cupsSource } from './cups-source.ts';

/** One for each question: what waits on a signal stays on it for a while. */
const never = () => new AbortController().signal;
const ALL = 0x4002;
const CHANGE = 0x4003;
const ONE = 0x000b;
const IDENTIFY = 0x003c;

type Texts = Readonly<Record<string, string>>;

/** An answer of a CUPS server: its code, and a group of names for each queue. */
function answer(code: number, ...queues: readonly Texts[]): HttpOutcome {
  const writer = new ByteWriter(256).u16(0x0200).u16(code).u32(1).u8(0x01);
  const text = (tag: number, name: string, value: string) =>
    writer
      .u8(tag)
      .prefixed16((w) => w.octets(encodeText(name)))
      .prefixed16((w) => w.octets(encodeText(value)));
  text(0x47, 'attributes-charset', 'utf-8');
  for (const queue of queues) {
    writer.u8(0x04);
    for (const [name, value] of Object.entries(queue)) text(0x41, name, value);
  }
  return http(200, writer.u8(0x03).finish());
}

function http(status: number, body: Uint8Array = new Uint8Array()): HttpOutcome {
  const from = { address: '127.0.0.1', port: 631, transport: 'tcp' } as const;
  return { is: 'answered', response: { from, status, headers: {}, body } };
}

interface Asked {
  readonly path: string;
  readonly code: number;
  readonly order: boolean;
}

/** A source over a server that is a function of the operation, and what it was asked. */
function source(serve: (code: number, body: Uint8Array) => HttpOutcome) {
  const asked: Asked[] = [];
  const door: CupsDoor = {
    name: 'here',
    authority: 'localhost',
    user: 'ada',
    post: async (path, body, order) => {
      const code = (body[2]! << 8) | body[3]!;
      asked.push({ path, code, order });
      return serve(code, body);
    },
  };
  return { ...cupsSource(door, { clock: systemClock, dice: systemDice }), asked };
}

const office = { 'printer-name': 'Office', 'printer-location': 'old' };
const set = { 'printer-location': 'new' };

describe('the queues of a CUPS server', () => {
  it('are asked for in one question, and none is an answer', async () => {
    const one = source(() => answer(0, office, { ...office, 'printer-name': 'Second' }));
    expect((await one.read(never())).map(({ key }) => key)).toEqual(['cups:Office', 'cups:Second']);
    expect(one.asked).toEqual([{ path: '/', code: ALL, order: false }]);
    expect(await source(() => answer(0x0406)).read(never())).toEqual([]);
  });

  it.each([
    ['does not listen', { is: 'refused' }, 'announce/cups-silent', /at here does not listen/],
    ['is silent', { is: 'silent' }, 'announce/cups-silent', /did not answer in time/],
    ['forbids it', http(403), 'announce/cups-refused', /HTTP status 403/],
    ['answers something else', http(200, encodeText('<html>')), 'announce/cups-refused', /no IPP/],
    ['refuses', answer(0x0401), 'announce/cups-refused', /client-error-forbidden/],
  ] as const)('cannot be read where the server %s', async (_, outcome, code, text) => {
    await expect(source(() => outcome).read(never())).rejects.toMatchObject({
      code,
      text: expect.stringMatching(text),
    });
  });
});

describe('a change of a queue', () => {
  it('is written by the path for administrators, and read back', async () => {
    let location = 'old';
    const one = source((code) => {
      if (code === CHANGE) location = 'new';
      return answer(0, { 'printer-name': 'Office', 'printer-location': location });
    });
    expect(await one.set('cups:Office', set, never())).toEqual({ is: 'done' });
    expect(one.asked).toEqual([
      { path: '/printers/Office', code: ONE, order: false },
      { path: '/admin/', code: CHANGE, order: true },
      { path: '/printers/Office', code: ONE, order: false },
    ]);
  });

  it('that the server says to have made and has not is put back, and has failed', async () => {
    const one = source(() => answer(0, office));
    expect(await one.set('cups:Office', set, never())).toMatchObject({
      is: 'failed',
      why: expect.stringContaining('"old"'),
    });
    expect(one.asked.map(({ code }) => code)).toEqual([ONE, CHANGE, ONE, CHANGE]);
  });

  it('goes to no queue that the server does not know', async () => {
    const one = source(() => answer(0x0406));
    expect(await one.set('cups:Ghost', set, never())).toMatchObject({ is: 'refused' });
    expect(one.asked.map(({ code }) => code)).toEqual([ONE]);
  });

  it.each([
    ['a login is wanted', http(401), { is: 'refused' }],
    ['it is forbidden', http(403), { is: 'refused' }],
    ['the server refuses', answer(0x0403), { is: 'refused', why: 'CUPS says 0x0403 client-error-not-authorized' }],
    ['the server is busy', answer(0x0507), { is: 'busy', retryAfterSeconds: 5 }],
    [
      'the queue takes no jobs',
      answer(0x0506),
      { is: 'refused', why: 'CUPS says 0x0506 server-error-not-accepting-jobs' },
    ],
    ['the trouble passes by itself', answer(0x0505), { is: 'busy' }],
    ['the server is gone', { is: 'unreachable' }, { is: 'failed', why: 'the CUPS server at here cannot be reached' }],
    ['the answer is none', http(200, encodeText('x')), { is: 'failed' }],
  ] as const)('where %s is told as such', async (_, outcome, carriedOut) => {
    const one = source((code) => (code === CHANGE ? outcome : answer(0, office)));
    expect(await one.set('cups:Office', set, never())).toMatchObject(carriedOut);
  });

  it.each([
    ['a place that CUPS passes over', { 'printer-geo-location': 'here' }],
    ['a place that is to be forgotten', { 'printer-geo-location': null, ...set }],
    ['a number', { 'printer-info': 5 }],
  ])('to %s is refused before anything is asked', async (_, changes) => {
    const one = source(() => answer(0, office));
    expect(await one.set('cups:Office', changes, never())).toMatchObject({ is: 'refused' });
    expect(one.asked).toEqual([]);
  });
});

describe('a command to a queue', () => {
  it('to identify itself goes to the queue with the actions', async () => {
    let sent = '';
    const one = source((_, body) => {
      sent = new TextDecoder('latin1').decode(body);
      return answer(0);
    });
    const actions = { 'identify-actions': ['sound', 'flash'] };
    expect(await one.command('cups:Office', 'identify', actions, never())).toEqual({ is: 'done' });
    expect(one.asked).toEqual([{ path: '/printers/Office', code: IDENTIFY, order: true }]);
    expect(sent).toMatch(/identify-actions.*sound.*flash/s);
  });

  it('to restart is refused', async () => {
    expect(await source(() => answer(0)).command('cups:Office', 'restart', {}, never())).toMatchObject({
      is: 'refused',
    });
  });
});
