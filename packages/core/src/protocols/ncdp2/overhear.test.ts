import { expect, it } from 'vitest';
import { goldenOf } from '../../../../../tests/support/golden.ts';
import { overhear } from './overhear.ts';

const golden = goldenOf('ncdp2');
const heard = (name: string, port = 3259) => ({
  ...({ over: 'udp', at: 5, bytes: golden.find((row) => row.name === name)!.bytes } as const),
  from: { address: '192.0.2.61', port, transport: 'udp' } as const,
  to: { address: '192.0.2.1', port: 40_000, transport: 'udp' } as const,
});

it('hears between others whose status it is, several devices of one server, and what is only announced', () => {
  const ear = overhear();
  expect(ear.take(heard('query-status-reply'))[0]?.told.claims).not.toContainEqual(
    expect.objectContaining({ fact: 'uuid' }),
  );
  expect(ear.take(heard('probe-reply'))).toMatchObject([{ at: 5, told: { protocol: 'ncdp2', validForMs: 1_800_000 } }]);
  expect(ear.take(heard('query-status-reply'))[0]?.told.claims).toContainEqual(
    expect.objectContaining({ fact: 'uuid', value: '8f6bc5a0-1f0e-4a53-9a64-0026ab7ce831', basis: 'derived' }),
  );
  expect(ear.take(heard('probe-reply-of-nine'))).toMatchObject([
    { told: { claims: expect.arrayContaining([expect.objectContaining({ value: 'print-server', path: 'body.10' })]) } },
    { told: { relayed: true } },
  ]);
  expect(ear.take(heard('notify-arrive'))).toMatchObject([{ told: { announced: true } }]);
  expect(ear.take(heard('probe-reply', 40_000))).toEqual([]);
  expect(ear.take(heard('probe-any-padded'))).toEqual([]);
  expect(ear.take(heard('probe-reply-too-large'))).toEqual([]);
});
