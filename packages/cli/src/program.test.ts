import { Fault } from '@quietport/core/fault';
import { describe, expect, it } from 'vitest';
import { type Circumstances, capturedWorld } from '../../../tests/support/captured-world.ts';
import type { Command, CommandEntry } from './command.ts';
import { paint } from './output/paint.ts';
import { runProgram } from './program.ts';

describe('the program', () => {
  it('hands arguments and options to the command, shared ones before and after its name', async () => {
    const { code, seen } = await run([
      '--timeout',
      '2m',
      '-o',
      'json',
      'look',
      'a',
      'b',
      '-qi',
      'eth0,eth1',
      '-i',
      'lo',
      '--watch',
      '--depth=3',
    ]);
    expect(code).toBe(0);
    expect(seen).toMatchObject({
      args: ['a', 'b'],
      output: 'json',
      interfaces: ['eth0', 'eth1', 'lo'],
      timeoutMs: 120_000,
      watch: true,
      depth: '3',
    });
  });

  it('takes what follows -- as arguments', async () => {
    expect((await run(['look', '--', '-o', 'help'])).seen?.['args']).toEqual(['-o', 'help']);
  });

  it('ends with the exit code of the command', async () => {
    expect((await run(['look'], { result: 3 })).code).toBe(3);
  });

  it.each([
    [['lok'], 'There is no command "lok". Did you mean "quietport look"?'],
    [['xyzzy'], 'There is no command "xyzzy". quietport --help lists the commands.'],
    [['help', 'lok'], 'There is no command "lok". Did you mean "quietport look"?'],
    [['look', '--wacth'], 'There is no option --wacth here. Did you mean --watch?'],
    [['look', '--zzz'], 'There is no option --zzz here. quietport help look shows what it takes.'],
    [['--versoin'], 'There is no option --versoin here. Did you mean --version?'],
    [['look', '--depth'], 'The option --depth wants a value <n>. quietport help look shows what it takes.'],
    [['look', '--depth', '--watch'], 'The option --depth wants a value <n>. quietport help look shows what it takes.'],
    [['look', '--watch=yes'], 'The option --watch takes no value. quietport help look shows what it takes.'],
    [['look', '--depth', '9'], '--depth does not take "9". Give one of 1, 2, 3.'],
    [['look', '-o', 'yaml'], '--output does not take "yaml". Here it is one of table, json, ndjson, wide, csv, name.'],
    [
      ['look', '-o', 'sarif'],
      '--output does not take "sarif". Here it is one of table, json, ndjson, wide, csv, name.',
    ],
    [['look', '--columns', 'a,z'], 'There is no column "z". Columns are: a, b.'],
    [
      ['look', '--timeout', '5'],
      '--timeout does not take "5". Give a number with ms, s, m or h, such as 500ms, 5s or 2m.',
    ],
    [['look', '--fail-on', 'x'], '--fail-on does not take "x". This command has nothing to fail on.'],
    [['one'], 'The argument <host> is missing. quietport help one shows what it takes.'],
    [['one', 'a', 'b'], 'There are more arguments than the command takes. quietport help one shows what it takes.'],
  ])('refuses %j with one sentence, what to do, and exit 2', async (args, sentence) => {
    const { code, stdout, stderr, seen } = await run(args);
    expect({ code, stdout, stderr, seen }).toEqual({
      code: 2,
      stdout: '',
      stderr: `quietport: ${sentence}\n`,
      seen: undefined,
    });
  });

  it.each([
    [['look', '--bad', '-o', 'json']],
    [['--json', 'lok']],
    [['look', '--output=json', '--depth', '9']],
    [['look', '-ojson', '--bad']],
  ])('prints the failure of %j as a document on standard output', async (args) => {
    const { code, stdout, stderr } = await run(args);
    expect({ code, stderr }).toEqual({ code: 2, stderr: '' });
    expect(JSON.parse(stdout)).toEqual({
      schema: 'quietport/error@1',
      error: { code: expect.stringMatching(/^usage\//), text: expect.any(String), next: expect.any(String) },
    });
  });

  it('prints the failure of ndjson on one line', async () => {
    const { stdout } = await run(['look', '-o', 'ndjson'], { fails: new Fault('device/not-found', { id: 'x' }) });
    expect(stdout).toBe(
      '{"schema":"quietport/error@1","error":{"code":"device/not-found","text":"No device in the inventory is \\"x\\".","next":"quietport devices lists them; quietport find looks for more."}}\n',
    );
  });

  it('exits as the fault of a command says', async () => {
    const { code, stderr } = await run(['look'], {
      fails: new Fault('network/not-permitted', { transport: 'udp', port: 161, address: '::' }),
    });
    expect(code).toBe(4);
    expect(stderr).toBe(
      'quietport: This user may not bind udp port 161 on ::. Ports below 1024 need privilege on most systems.\n',
    );
  });

  it('says of an unexpected error that it is a bug, shows its cause with -v, and exits 70', async () => {
    const fails = new TypeError('x is no function');
    const short = await run(['look'], { fails });
    expect(short.code).toBe(70);
    expect(short.stderr).toBe(
      'quietport: Something went wrong that never should: x is no function. This is a bug: please report it, with what -v shows.\n',
    );
    expect((await run(['look', '-v'], { fails })).stderr).toContain('  TypeError: x is no function\n');
  });

  it('shows controls in a failure escaped', async () => {
    expect((await run(['\x1b[31m'])).stderr).toContain('"\\x1b[31m"');
  });

  it('exits 130 when it was interrupted, whether the command returns or throws', async () => {
    expect((await run(['look'], { interrupted: true })).code).toBe(130);
    const thrown = await run(['look'], { interrupted: true, fails: new Error('aborted') });
    expect(thrown).toMatchObject({ code: 130, stderr: '' });
  });

  it('keeps talk back with -q and adds to it with -v', async () => {
    expect((await run(['look'])).stderr).toBe('asking\n');
    expect((await run(['look', '-q'])).stderr).toBe('');
    expect((await run(['look', '-v'])).stderr).toBe('asking\nsocket bound\n');
  });

  it('colours a terminal, and nothing else unless it is told to', async () => {
    const bold = '\x1b[1mdone\x1b[22m\n';
    expect((await run(['look'])).stdout).toBe('done\n');
    expect((await run(['look'], { columns: 80 })).stdout).toBe(bold);
    expect((await run(['look'], { columns: 80, environment: { NO_COLOR: '1' } })).stdout).toBe('done\n');
    expect((await run(['look'], { columns: 80, environment: { TERM: 'dumb' } })).stdout).toBe('done\n');
    expect((await run(['look', '--color', 'never'], { columns: 80 })).stdout).toBe('done\n');
    expect((await run(['look', '--color', 'always'], { environment: { NO_COLOR: '1' } })).stdout).toBe(bold);
  });

  it('takes a choice however it is capitalised, and an option that may stand alone with the value that it then has', async () => {
    const seen = async (...args: string[]) => (await run(['look', ...args])).seen;
    expect(await seen('--from', 'powershell')).toMatchObject({ from: 'PowerShell' });
    expect(await seen('--report')).toMatchObject({ report: 'report.json' });
    expect(await seen('--report', '--watch')).toMatchObject({ report: 'report.json', watch: true });
    expect(await seen('--report', 'x.json')).toMatchObject({ report: 'x.json' });
    expect(await seen('--report=y.json', 'a')).toMatchObject({ report: 'y.json', args: ['a'] });
  });

  it('takes a terminal without a size for one of 80 columns', async () => {
    expect((await run(['look'], { columns: 0 })).seen).toMatchObject({ width: 80 });
    expect((await run(['look'], { columns: 120 })).seen).toMatchObject({ width: 120 });
  });

  it('takes a form that is only a setting as a wish', async () => {
    expect((await run(['look'], { environment: { QUIETPORT_OUTPUT: 'json' } })).seen?.['output']).toBe('json');
    expect((await run(['look'], { environment: { QUIETPORT_OUTPUT: 'csv' } })).seen?.['output']).toBe('table');
  });
});

interface Plan extends Circumstances {
  readonly result?: number;
  readonly fails?: Error;
  readonly interrupted?: boolean;
}

async function run(args: readonly string[], plan: Plan = {}) {
  const captured = capturedWorld(args, plan);
  let seen: Record<string, unknown> | undefined;
  const command: Command = {
    text: 'Looks.',
    arguments: [{ name: '[target...]', text: 'what to look at' }],
    options: [
      { flags: '--watch', text: 'keep looking' },
      { flags: '--depth <n>', text: 'how deep', choices: ['1', '2', '3'] },
      { flags: '--report <file>', text: 'write it down', alone: 'report.json' },
      { flags: '--from <place>', text: 'where from', choices: ['PowerShell', 'bash'] },
    ],
    outputs: ['table', 'json', 'ndjson'],
    columns: [
      { key: 'a', title: 'A' },
      { key: 'b', title: 'B' },
    ],
    examples: [],
    run: async (context, targets, options) => {
      if (plan.interrupted === true) captured.interrupt();
      if (plan.fails !== undefined) throw plan.fails;
      const { timeoutMs } = context.settings;
      seen = {
        args: targets,
        output: context.output,
        interfaces: context.interfaces,
        timeoutMs,
        watch: options.flag('watch'),
        depth: options.text('depth'),
        report: options.text('report'),
        from: options.text('from'),
        width: context.screen().columns,
      };
      context.say('asking');
      context.detail('socket bound');
      context.print(paint('bold', 'done'));
      return plan.result ?? 0;
    },
  };
  const one: Command = { ...command, arguments: [{ name: '<host>', text: 'the host' }] };
  const entries: CommandEntry[] = [
    { name: 'look', group: 'Look', summary: 'looks', load: async () => ({ command }) },
    { name: 'one', group: 'Look', summary: 'looks at one', load: async () => ({ command: one }) },
  ];
  const code = await runProgram(captured.world, entries);
  return { code, stdout: captured.stdout(), stderr: captured.stderr(), seen };
}
