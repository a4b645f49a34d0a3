import { afterAll, expect, it } from 'vitest';
import { BuiltProgram } from '../support/built-program.ts';

const program = new BuiltProgram();
afterAll(() => program.remove());

// as a user of the library runs them: against the built packages
const run = (name: string, ...args: string[]) => program.node(['--import', 'tsx', `examples/${name}.ts`, ...args]);

it('examples/decode.ts shows a packet field by field', async () => {
  const { code, stdout } = await run('decode');
  expect(code).toBe(0);
  expect(stdout.split('\n').slice(0, 2)).toEqual([
    '0+5 head.magic EPSON (spec)',
    '5+1 head.letter p (probe reply) (spec)',
  ]);
});

it('examples/emulate-and-find.ts finds three virtual devices and proves the model of each', async () => {
  const { code, stdout } = await run('emulate-and-find');
  expect(code).toBe(0);
  expect(stdout.split('\n')).toEqual([
    'ET-4850 Series because of ipp printer.printer-device-id',
    'WF-C5790 Series because of ipp printer.printer-device-id',
    'TM-T88VI because of enpc deviceId.text',
    '',
  ]);
});

it('examples/find.ts prints what it finds', async () => {
  const fleet = await program.startFleet();
  try {
    const { code, stdout } = await run('find', '127.77.32.13');
    expect(code).toBe(0);
    expect(stdout).toBe('127.77.32.13 pos-printer EPSON TM-T88VI XAAF012345\n');
  } finally {
    await fleet.end();
  }
});
