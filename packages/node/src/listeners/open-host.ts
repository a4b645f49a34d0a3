import type { Host } from '@quietport/core';
import { linuxHost } from './linux-host.ts';

/** This machine. Linux tells by its files; elsewhere the system's own tools are asked. */
export async function openHost(): Promise<Host> {
  switch (process.platform) {
    case 'darwin':
      return (await import('./mac-host.ts')).macHost();
    case 'win32':
      return (await import('./windows-host.ts')).windowsHost();
    default:
      return linuxHost({
        privileged: process.geteuid?.() === 0,
        // programs are seldom asked, and what starts them takes long to load
        rules: async (signal) =>
          (await import('./system-tool.ts')).systemTool('nft', ['-nn', 'list', 'ruleset'], signal),
        isHeld: async (port, family) => (await import('../network/held-port.ts')).isHeld(port, family),
      });
  }
}
