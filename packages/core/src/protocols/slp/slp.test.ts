import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { perform } from '../../../../../tests/support/perform.ts';
import { sampleDevice } from '../../../../../tests/support/sample-device.ts';
import { formatHex } from '../../bytes/hex.ts';
import { decodeSlp, encodeSlp, type SlpMessage, slpText, textOf } from '../../formats/slp.ts';
import { answers } from './answers.ts';
import { claimsOf } from './claims.ts';
import { describeSlp } from './describe.ts';
import { listen } from './talk.ts';

const golden = goldenOf('slp');
const bytesOf = (name: string) => golden.find((row) => row.name === name)!.bytes;
const read = (bytes: Uint8Array): SlpMessage => {
  const decoded = decodeSlp(bytes);
  if (!decoded.ok) throw new Error(decoded.error.code);
  return decoded.value;
};
const message = (name: string) => read(bytesOf(name));
const changed = (name: string, path: string, text: string): SlpMessage => {
  const before = message(name);
  return { ...before, parts: before.parts.map((part) => (part.path === path ? slpText(path, text) : part)) };
};
const HERE = '10.0.0.9';

describe('messages of SLP', () => {
  it.each(golden)('$name is encoded again, its fields cover it, every proper prefix is truncated', ({ bytes }) => {
    expect(formatHex(encodeSlp(read(bytes)))).toBe(formatHex(bytes));
    const { fields } = describeSlp(bytes);
    expect(fields.reduce((end, { offset, length }) => (offset === end ? end + length : Number.NaN), 0)).toBe(
      bytes.length,
    );
    for (let length = 0; length < bytes.length; length++)
      expect(decodeSlp(bytes.subarray(0, length))).toMatchObject({ ok: false, error: { code: 'truncated' } });
  });

  it('are described by the names of the standard', () => {
    const value = { function: 'register', 'entry.lifetime': 3600, attributes: '(color=false)', auths: 1 };
    expect(describeSlp(bytesOf('register'))).toMatchObject({ ok: true, value });
    expect(describeSlp(bytesOf('directory'))).toMatchObject({ value: { bootedAt: 1790000000, scopes: 'DEFAULT' } });
  });

  it.each([
    ['of version 1', [1], 0, 'bad-magic'],
    ['with an unknown function', [12], 1, 'bad-value'],
    ['shorter than they say', [0xff], 4, 'truncated'],
    ['longer than they say', [5], 4, 'trailing'],
  ] as const)('%s are a reason', (_, replaced, at, code) => {
    const bytes = bytesOf('agent').slice();
    bytes.set(replaced, at);
    expect(decodeSlp(bytes)).toMatchObject({ ok: false, error: { code } });
  });

  it('keep extensions, and end at an authentication block that is shorter than itself', () => {
    const agent = bytesOf('agent').slice();
    const extended = Uint8Array.from([...agent, 0, 1, 0, 0, 0]);
    extended[4] = extended.length;
    extended[9] = agent.length;
    expect(read(extended).parts.at(-1)).toMatchObject({ path: 'extensions', offset: agent.length });
    expect(formatHex(encodeSlp(read(extended)))).toBe(formatHex(extended));
    const register = bytesOf('register').slice();
    register[register.length - 11] = 3;
    expect(decodeSlp(register)).toMatchObject({ ok: false, error: { code: 'bad-length', field: 'auths[0]' } });
  });

  it('any bytes are one, which comes back, or a reason', () => {
    const wounded = fc
      .tuple(fc.constantFrom(...golden.map(({ bytes }) => bytes)), fc.nat(200), fc.nat(255))
      .map(([bytes, at, byte]) => bytes.map((old, i) => (i === at % bytes.length ? byte : old)));
    fc.assert(
      fc.property(fc.oneof(fc.uint8Array({ maxLength: 80 }), wounded), (bytes) => {
        const decoded = decodeSlp(bytes);
        if (!decoded.ok) expect(decoded.error.offset).toBeLessThanOrEqual(bytes.length);
        else expect(encodeSlp(decoded.value).length).toBeGreaterThanOrEqual(14);
        expect(describeSlp(bytes).ok).toBe(decoded.ok);
      }),
    );
  });
});

describe('what an advertisement lets us say', () => {
  it('an agent of printers: that it serves SLP; a queue at its own address: where it serves IPP', () => {
    const slpHere = { is: 'service', service: 'slp', port: 427, transport: 'udp' };
    expect(claimsOf(message('agent'), HERE)).toEqual([{ ...slpHere, path: 'attributes' }]);
    expect(claimsOf(message('reply'), HERE)).toEqual([
      { ...slpHere, path: 'entry[0].url' },
      { is: 'service', service: 'ipp', port: 631, transport: 'tcp', resource: 'ipp/print', path: 'entry[0].url' },
    ]);
    expect(claimsOf(message('register'), HERE)).toEqual([{ ...slpHere, path: 'entry.url' }]);
    const paths = describeSlp(bytesOf('reply')).fields.map(({ path }) => path);
    expect(paths).toContain('entry[0].url');
  });

  it.each([
    ['service:printer:ipp://10.0.0.9:8631/ipp', 8631],
    ['service:printer:ipp://10.0.0.9', 631],
    ['service:printer:http://10.0.0.9/ipp', 631],
  ])('%s is IPP at %i', (url, port) => {
    const claims = claimsOf(changed('reply', 'entry[0].url', url), HERE);
    expect(claims).toContainEqual(expect.objectContaining({ service: 'ipp', port }));
  });

  it.each([
    'service:printer:ipp://10.0.0.8:631/ipp',
    'service:printer:ipp://printer.local/ipp',
    'service:printer:ipp://10.0.0.9:99999/',
    'service:printer:lpr://10.0.0.9/aux',
  ])('%s says nothing of IPP here', (url) => {
    expect(claimsOf(changed('reply', 'entry[0].url', url), HERE)).toHaveLength(1);
  });

  it('nothing of questions, directory agents, and what neither prints nor scans', () => {
    for (const name of ['request', 'directory']) expect(claimsOf(message(name), HERE)).toEqual([]);
    expect(claimsOf(changed('agent', 'attributes', '(service-type=service:ntp)'), HERE)).toEqual([]);
    expect(claimsOf(changed('request', 'serviceType', 'service:printer'), HERE)).toEqual([]);
  });
});

describe('listening', () => {
  const hearing = (packets: readonly Uint8Array[]) => {
    const left = [...packets];
    return perform(listen(), (effect) => {
      if (effect.do !== 'hear') throw new Error(`it must say nothing, not ${effect.do}`);
      const bytes = left.shift();
      return bytes && { from: { address: HERE, port: 427, transport: 'udp' }, bytes, leftMs: 1 };
    });
  };

  it('tells what offers printing, once whatever its number', () => {
    const again = encodeSlp({ ...message('agent'), xid: 9 });
    const { told } = hearing([bytesOf('request'), bytesOf('agent'), again, Uint8Array.of(2), bytesOf('reply')]);
    expect(told.map(({ raw }) => formatHex(raw))).toEqual([formatHex(bytesOf('agent')), formatHex(bytesOf('reply'))]);
  });

  it('hears one host sixteen times', () => {
    const many = Array.from({ length: 60 }, (_, i) =>
      encodeSlp(changed('reply', 'entry[0].url', `service:printer:ipp://${HERE}/${i}`)),
    );
    expect(hearing(many).told).toHaveLength(16);
  });
});

describe('a virtual service agent', () => {
  const ask = (type: string, responders = '') => {
    const [behaviour] = answers(sampleDevice({ address: HERE }));
    if (behaviour?.on !== 'udp') throw new Error('no datagrams');
    const from = { address: '10.0.0.1', port: 5000, transport: 'udp' as const };
    const asked = changed('request', 'serviceType', type);
    const parts = asked.parts.map((part) => (part.path === 'responders' ? slpText('responders', responders) : part));
    return behaviour.answer({ from, bytes: encodeSlp({ ...asked, parts }) }).map(({ bytes }) => read(bytes));
  };

  it('answers who asks for agents or printers, by the number of the question', () => {
    expect(ask('service:service-agent')).toMatchObject([{ function: 11, xid: 7 }]);
    const [reply] = ask('service:printer');
    expect(textOf(reply!, 'entry[0].url')).toBe('service:printer:ipp://10.0.0.9:631/ipp/print');
    expect(claimsOf(reply!, HERE)).toHaveLength(2);
  });

  it('is silent to others, and where it has answered before', () => {
    expect(ask('service:ntp')).toEqual([]);
    expect(ask('service:printer', `10.0.0.4,${HERE}`)).toEqual([]);
    const [behaviour] = answers(sampleDevice());
    const from = { address: '10.0.0.1', port: 5000, transport: 'udp' as const };
    for (const bytes of [Uint8Array.of(1), bytesOf('agent')])
      expect(behaviour?.on === 'udp' && behaviour.answer({ from, bytes })).toEqual([]);
  });
});
