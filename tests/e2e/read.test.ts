import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodePcapng, encodeText } from '@quietport/core';
import { afterAll, describe, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';
import { goldenOf } from '../support/golden.ts';
import { udpPacket } from '../support/packets.ts';

describe('quietport read, as a process', () => {
  const program = new BuiltProgram();
  afterAll(() => program.remove());
  const reply = goldenOf('enpc').find(({ name }) => name === 'rep-q00-0000-tmm30ii')!.bytes;
  const from = { address: '192.0.2.9', port: 3289, transport: 'udp' as const };
  const packet = udpPacket(1_700_000_000_000, from, { ...from, address: '192.0.2.1', port: 40_000 }, reply);
  const file = (name: string, bytes: Uint8Array) => {
    const path = join(program.home, name);
    writeFileSync(path, bytes);
    return path;
  };
  const one = file('one.pcapng', encodePcapng([packet]));

  it('shows who is in a capture, at its own time, and writes nothing down', async () => {
    const { code, stdout } = await program.run('read', one, '-o', 'json');
    expect(code).toBe(0);
    const document = JSON.parse(stdout) as Record<string, unknown>;
    expect(document).toMatchObject({
      schema: 'quietport/find@1',
      startedAt: '2023-11-14T22:13:20.000Z',
      devices: [{ interfaces: [{ addresses: ['192.0.2.9'] }], seen: { first: '2023-11-14T22:13:20.000Z' } }],
      ledger: [],
      captures: [{ file: one, packets: 1, end: 'whole' }],
    });
    expect(JSON.parse((await program.run('devices', '-o', 'json')).stdout)).toMatchObject({ devices: [] });
  });

  it('exits 1 where no device is in it, and 2 where it is no capture', async () => {
    const empty = await program.run('read', file('empty.pcapng', encodePcapng([])));
    expect([empty.code, empty.stderr]).toEqual([1, expect.stringContaining('0 devices in 0 packets')]);
    const text = await program.run('read', file('text.pcapng', encodeText('hello')), '-o', 'json');
    expect(text.code).toBe(2);
    expect(JSON.parse(text.stdout)).toMatchObject({ error: { code: 'file/no-capture' } });
    expect((await program.run('read', '-', '-')).stderr).toContain('Standard input can be read once');
    expect((await program.run('emulate', '--fleet', 'demo', '--host', '127.0.0.1')).code).toBe(2);
  });
});
