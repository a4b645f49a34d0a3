import { execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The built program with a home of its own, on loopback alone. */
export class BuiltProgram {
  readonly home: string = mkdtempSync(join(tmpdir(), 'quietport-e2e-'));
  readonly env = {
    PATH: process.env['PATH'] ?? '',
    HOME: this.home,
    XDG_DATA_HOME: join(this.home, 'data'),
    QUIETPORT_INTERFACES: 'lo',
  };

  run(...args: readonly string[]): Promise<Ended> {
    return this.node(['packages/cli/bin/quietport.js', ...args]);
  }

  /** The same, with that text on standard input. */
  runWith(input: string | undefined, ...args: readonly string[]): Promise<Ended> {
    return this.node(['packages/cli/bin/quietport.js', ...args], input);
  }

  /** The words of a command line that runs it. */
  line(...args: readonly string[]): readonly string[] {
    return [process.execPath, 'packages/cli/bin/quietport.js', ...args];
  }

  /** Another program in the same surroundings. */
  node(args: readonly string[], input?: string): Promise<Ended> {
    return new Promise((resolve) => {
      const child = execFile(process.execPath, args, { env: this.env }, (error, stdout, stderr) => {
        const code = typeof error?.code === 'number' ? error.code : error === null ? 0 : -1;
        resolve({ code, stdout, stderr });
      });
      if (input !== undefined) child.stdin?.end(input);
    });
  }

  /** The demo fleet as a process; ready when it has said what it serves. */
  async startFleet(): Promise<{ end(): Promise<void> }> {
    const args = ['packages/cli/bin/quietport.js', 'emulate', '--fleet', 'demo', '-o', 'json'];
    const child = spawn(process.execPath, args, { env: this.env });
    const closed = new Promise<void>((resolve) => child.on('close', () => resolve()));
    let said = '';
    let complaint = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint += text;
    });
    await new Promise<void>((resolve, reject) => {
      child.stdout.setEncoding('utf8').on('data', (text: string) => {
        said += text;
        if (said.trimEnd().endsWith('\n}')) resolve();
      });
      child.on('close', () => reject(new Error(`the fleet did not start: ${said} ${complaint}`)));
    });
    return {
      end: () => {
        child.kill('SIGINT');
        return closed;
      },
    };
  }

  remove(): void {
    rmSync(this.home, { recursive: true, force: true });
  }
}
