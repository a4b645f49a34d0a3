import { describe, expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { decodeText, encodeText } from '../../bytes/text.ts';
import { decodeWsd } from './codec.ts';
import { fromDump } from './dump.ts';
import { probe, resolve } from './messages.ts';
import { replay } from './replay.ts';

const golden = (name: string) => goldenOf('wsd').find((row) => row.name === name)!.bytes;
const ID = 'urn:uuid:00000000-0000-4000-8000-000000000001';
const from = { address: '127.0.0.1', port: 40_000, transport: 'udp' } as const;
const place = { address: '127.0.0.5', recordedAddress: '', port: (standard: number) => standard };

describe('a dump of WS-Discovery', () => {
  it.each([
    ['probe-matches.wsdd', 'probe'],
    ['resolve-matches.wsdd', 'resolve'],
  ])('%s becomes a device that answers a %s of ours, related to it', (name, kind) => {
    const bytes = golden(name);
    const exchanges = fromDump(bytes);
    expect(exchanges).toHaveLength(1);
    const [answering] = replay(exchanges ?? [], place);
    if (answering?.on !== 'udp') throw new Error('it answers datagrams');
    const question = kind === 'probe' ? probe(ID, 'wsdp:Device') : resolve(ID, 'urn:uuid:1');
    const [answer] = answering.answer({ from, bytes: question });
    const [then, now] = [decodeWsd(bytes), decodeWsd(answer?.bytes ?? new Uint8Array())];
    if (!then.ok || !now.ok) throw new Error('no envelope');
    expect(now.value.relatesTo).toBe(ID);
    expect(decodeText(answer!.bytes).replace(ID, then.value.relatesTo)).toBe(decodeText(bytes));
  });

  it('is no metadata, no question, nothing of several endpoints, and nothing else', () => {
    expect(fromDump(golden('metadata.wsdd'))).toBeUndefined();
    expect(fromDump(probe(ID))).toBeUndefined();
    expect(fromDump(encodeText('<a/>'))).toBeUndefined();
    const match = /<wsd:ProbeMatch>.*<\/wsd:ProbeMatch>/s;
    const twice = decodeText(golden('probe-matches.wsdd')).replace(match, (one) => one + one);
    expect(match.test(twice)).toBe(true);
    expect(fromDump(encodeText(twice))).toBeUndefined();
  });
});
