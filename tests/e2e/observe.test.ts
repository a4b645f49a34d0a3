import { type ChildProcess, spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { readFileSync, writeFileSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { BuiltProgram, type Ended } from '../support/built-program.ts';

/** Above the ports that the system hands out, and not the one that others may be trying at the same time. */
const PORT = 61_259;

describe('quietport observe, as a process', () => {
  const program = new BuiltProgram();
  afterAll(() => program.remove());

  /** Starts it, says something once it listens, and gives how it ended. */
  async function observed(args: readonly string[], speak: (child: ChildProcess) => Promise<void>): Promise<Ended> {
    const [command = '', ...line] = program.line('observe', ...args);
    const child = spawn(command, line, { env: program.env });
    const said = { stdout: '', stderr: '' };
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      said.stdout += text;
    });
    const closed = new Promise<number>((resolve) => child.on('close', (code) => resolve(code ?? -1)));
    await new Promise<void>((resolve, reject) => {
      child.stderr.setEncoding('utf8').on('data', (text: string) => {
        said.stderr += text;
        if (said.stderr.includes('listening on ')) resolve();
      });
      child.on('close', () => reject(new Error(`it did not listen: ${said.stdout}${said.stderr}`)));
    });
    await speak(child);
    return { code: await closed, ...said };
  }

  function datagram(text: string): Promise<void> {
    const socket = createSocket('udp4');
    return new Promise((resolve) => {
      socket.send(Buffer.from(text, 'latin1'), PORT, '127.0.0.1', () => socket.close(() => resolve()));
    });
  }

  /** What a client hears that says this and then stops. */
  function talk(text: string): Promise<string> {
    return new Promise((resolve) => {
      let heard = '';
      const socket = connect(PORT, '127.0.0.1', () => socket.end(text));
      socket.on('data', (bytes) => {
        heard += bytes.toString('latin1');
      });
      socket.on('error', () => undefined);
      socket.on('close', () => resolve(heard));
    });
  }

  it('prints each message as it comes, escapes what steers a terminal, and hints', async () => {
    const { code, stdout } = await observed([`${PORT}/udp`, '--count', '2', '--timeout', '20s'], async () => {
      await datagram('GET /\x1b[31mred\u0007 HTTP/1.1\r\nHost: x\r\n\r\n');
      await datagram('\x1b]0;title\x07 and more');
    });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^#1 +\d\d:\d\d:\d\d\.\d{3} {2}udp {2}127\.0\.0\.1:\d+ {2}\d+ bytes/);
    expect(stdout).toContain('like HTTP/1.1');
    expect(stdout).toContain('     0000  47 45 54 20 2f 1b 5b 33');
    expect(stdout).toContain('Hints, which are no facts:');
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
    expect(stdout).not.toMatch(/[\x00-\x09\x0b-\x1f\x7f-\x9f]/);
  });

  it('reads a connection until the other side stops with --accept, and says not a word', async () => {
    let heard = '';
    const { code, stdout } = await observed(
      [`${PORT}/tcp`, '--accept', '--count', '2', '--timeout', '20s', '-o', 'ndjson'],
      async () => {
        heard = await talk('{"hello":[1,2,3]}');
      },
    );
    expect([code, heard]).toEqual([0, '']);
    const rows = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(rows.slice(0, 2)).toMatchObject([
      { number: 1, what: 'connect', transport: 'tcp', way: 'in', length: 0, to: { address: '127.0.0.1', port: PORT } },
      {
        number: 2,
        what: 'piece',
        bytes: Buffer.from('{"hello":[1,2,3]}').toString('hex'),
        likeness: { what: 'JSON', weight: 'like' },
      },
    ]);
    expect(rows.slice(2)).toContainEqual({
      hint: expect.objectContaining({ kind: 'likeness', text: '1 of 1 message: JSON' }),
    });
  });

  it('interrupted prints what it has and exits 130', async () => {
    const { code, stdout } = await observed([String(PORT), '-o', 'json'], async (child) => {
      await datagram('hello there');
      // a connection is told after the datagram that came before it
      await talk('unread');
      child.kill('SIGINT');
    });
    expect(code).toBe(130);
    expect(JSON.parse(stdout)).toMatchObject({
      schema: 'quietport/observation@1',
      port: PORT,
      by: 'sockets',
      endedBy: 'interrupt',
      messages: [
        { what: 'datagram', label: null, to: null },
        { what: 'connect', bytes: '' },
      ],
    });
  });

  it('exits 1 where nobody spoke', async () => {
    expect(await program.run('observe', String(PORT), '--timeout', '300ms', '-o', 'json')).toMatchObject({ code: 1 });
  });

  it('exits 6 where the port is held, and names the holder', async () => {
    const holder = createServer();
    await new Promise<void>((resolve) => holder.listen(PORT, '127.0.0.1', resolve));
    const { code, stdout } = await program.run('observe', String(PORT), '--timeout', '5s', '-o', 'json');
    await new Promise((resolve) => holder.close(resolve));
    expect(code).toBe(6);
    const { error } = JSON.parse(stdout) as { error: { code: string; text: string; next: string } };
    expect(error).toMatchObject({
      code: 'observe/port-held',
      next: expect.stringContaining(`observe ${PORT} --passive`),
    });
    expect(error.text).toMatch(new RegExp(`^TCP port ${PORT} is held here by .+ \\(pid ${process.pid}\\)`));
  });

  it('writes over no file, and takes no port and no option that it cannot mean', async () => {
    const file = join(program.home, 'there.pcapng');
    writeFileSync(file, 'mine');
    for (const [code, fault, ...args] of [
      [6, 'file/is-there', String(PORT), '--write', file],
      [2, 'usage/bad-value', '70000'],
      [2, 'usage/bad-value', '3259/sctp'],
      [2, 'usage/bad-value', String(PORT), '--count', '0'],
      [2, 'usage/bad-value', String(PORT), '--group', '10.0.0.1'],
      [2, 'usage/bad-arguments', String(PORT), '--tool', 'dumpcap'],
      [2, 'usage/bad-arguments', String(PORT), '--passive', '--accept'],
      [2, 'observe/print-port', '9100', '--passive'],
      [4, 'scope/interface-not-allowed', String(PORT), '--passive', '-i', 'eth99'],
    ] as const) {
      const ended = await program.run('observe', ...args, '--timeout', '1s', '-o', 'json');
      expect([args, ended.code, JSON.parse(ended.stdout)]).toMatchObject([args, code, { error: { code: fault } }]);
    }
    expect(readFileSync(file, 'utf8')).toBe('mine');
  });
});
