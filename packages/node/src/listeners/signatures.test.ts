import { readFileSync } from 'node:fs';
import { classifyOwner } from '@quietport/core/listeners';
import { describe, expect, it } from 'vitest';
import { macSigners, parseAuthenticode, parseCodesign, windowsFiles } from './signatures.ts';
import type { ToolAnswer } from './system-tool.ts';
import { socketOf } from './tool-socket.ts';

const sample = (name: string) => readFileSync(new URL(`recorded/${name}`, import.meta.url), 'utf8');
const signal = new AbortController().signal;
const policy = { clients: null };
const row = {
  transport: 'tcp',
  family: 'ipv4',
  address: '0.0.0.0',
  port: 3259,
  state: 'listening',
  pid: 7312,
} as const;

describe('signatures on macOS, on a sample written from the documentation', () => {
  it.each([
    ['of a team', sample('codesign.txt'), 'TXAEAV5RN4'],
    ['for one machine alone', 'Signature=adhoc\nTeamIdentifier=not set\n', null],
    ['that is none', 'x: code object is not signed at all\n', null],
    ['in the middle of a path', 'Executable=/tmp/TeamIdentifier=TXAEAV5RN4\n', null],
  ])('a signature %s', (_, text, team) => expect(parseCodesign(text)).toBe(team));

  it('count only where they hold, and are asked once for each file that the system does not bring', async () => {
    const asked: string[] = [];
    const ask = async (_: string, args: readonly string[]): Promise<ToolAnswer> => {
      asked.push(args.join(' '));
      const broken = args.includes('/Applications/Broken');
      return { out: '', err: broken ? '' : sample('codesign.txt'), code: broken ? 1 : 0 };
    };
    const paths = ['/Applications/Fine', '/Applications/Broken', '/usr/sbin/cupsd', '/Applications/Fine'];
    expect(await macSigners(paths, signal, ask)).toEqual(new Map([['/Applications/Fine', 'TXAEAV5RN4']]));
    expect(asked.sort()).toEqual([
      '--verify --strict /Applications/Broken',
      '--verify --strict /Applications/Fine',
      '-dv /Applications/Fine',
    ]);
  });

  it('are nothing where there is no such tool', async () => {
    expect(await macSigners(['/Applications/Fine'], signal, async () => undefined)).toEqual(new Map());
  });

  it('make an owner one of Epson, whatever it is called', () => {
    const owner = { process: 'helper', executable: '/Applications/Tools/helper', signer: 'TXAEAV5RN4' };
    const { kind, reasons } = classifyOwner(socketOf(row, [7312], owner), policy);
    expect([kind, reasons[0]?.rule]).toEqual(['epson', 'epson-signature']);
  });
});

describe('signatures on Windows, on a sample written from the documentation', () => {
  const files = parseAuthenticode(sample('authenticode.csv'));

  it('come with the paths, and count only where they are valid', () => {
    expect([...files].map(([pid, { signer }]) => [pid, signer])).toEqual([
      [7312, 'SEIKO EPSON CORPORATION'],
      [5120, 'Sample, Works'],
      [3012, null],
      [4400, null],
    ]);
    expect(files.get(4400)?.executable).toBe('C:\\Tools\\plain.exe');
  });

  it.each([
    [7312, 'epson', 'epson-signature'],
    [3012, 'epson-lookalike', 'epson-name-in-writable-folder'],
    [4400, 'not-printing', 'other-program'],
  ])('class the owner %i as %s', (pid, kind, rule) => {
    const file = files.get(pid)!;
    const process = file.executable.slice(file.executable.lastIndexOf('\\') + 1);
    const owner = classifyOwner(socketOf({ ...row, pid }, [pid], { ...file, process }), policy);
    expect([owner.kind, owner.reasons[0]?.rule]).toEqual([kind, rule]);
  });

  it('are asked for in one run, by numbers alone', async () => {
    const asked: string[] = [];
    const ask = async (command: string, args: readonly string[]): Promise<ToolAnswer> => {
      asked.push([command, ...args.slice(0, -1)].join(' '));
      expect(args.at(-1)).toMatch(/^Get-Process -Id 7312,4400 -ErrorAction/);
      return { out: sample('authenticode.csv'), err: '', code: 0 };
    };
    expect(await windowsFiles([7312, 4400, 7312], signal, ask)).toEqual(files);
    expect(asked).toEqual(['powershell -NoProfile -NonInteractive -Command']);
    expect(await windowsFiles([], signal, ask)).toEqual(new Map());
  });

  it('are told to be missing where the tool fails', async () => {
    expect(await windowsFiles([1], signal, async () => ({ out: '', err: 'no', code: 1 }))).toBeUndefined();
    expect(await windowsFiles([1], signal, async () => undefined)).toBeUndefined();
  });

  it('are read to their end wherever they are cut off', () => {
    const text = sample('authenticode.csv');
    for (let length = 0; length < text.length; length++)
      expect(parseAuthenticode(text.slice(0, length)).size).toBeLessThanOrEqual(files.size);
  });
});
