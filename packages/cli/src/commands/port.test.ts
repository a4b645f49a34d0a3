import { EventEmitter, once } from 'node:events';
import type { Host } from '@quietport/core';
import { listenersOf } from '@quietport/library/listeners';
import { answerPort } from '@quietport/library/port';
import { describe, expect, it } from 'vitest';
import { capturedWorld } from '../../../../tests/support/captured-world.ts';
import type { Command } from '../command.ts';
import { runProgram } from '../program.ts';
import { command, showPort } from './port.ts';

describe('the page of a port', () => {
  // a page that is held back until the machine has answered never ends here: the machine waits for the page
  it('prints the registry and what is usual before this machine has answered, the owners after', {
    timeout: 5_000,
  }, async () => {
    const captured = capturedWorld(['port', '3259']);
    const { stdout } = captured.world;
    const tables = new EventEmitter();
    const printed = once(tables, 'printed');
    const write = (text: string) => {
      stdout.write(text);
      if (marks.every((mark) => captured.stdout().includes(mark))) tables.emit('printed');
    };
    let before = '';
    const host: Host = {
      async sockets() {
        await printed;
        before = captured.stdout();
        return { sockets: [], policy: { clients: null, reserved: [], unprivilegedFrom: null }, gaps: [] };
      },
    };
    const asking: Command = {
      ...command,
      run: (context, [text = ''], options) =>
        showPort(context, text, options, (_, lookup) =>
          answerPort(
            lookup,
            { here: (spans, transport, signal) => listenersOf(spans, transport, host, signal) },
            context.signal,
          ),
        ),
    };
    const entry = { name: 'port', group: 'Look', summary: '', load: async () => ({ command: asking }) } as const;
    expect(await runProgram({ ...captured.world, stdout: { ...stdout, write } }, [entry])).toBe(0);
    expect(before).not.toContain('on this machine');
    expect(captured.stdout().slice(before.length)).toMatch(/on this machine\n +Nothing holds it\./);
  });
});

const marks = ['registry says', 'Epson Network Common Devi', 'in practice'];
