import type { CommandEntry } from '../command.ts';

/** Every command, in the order of `--help`. A new one is its file and one line here. */
export const commands: readonly CommandEntry[] = [
  { name: 'find', group: 'Look', summary: 'devices on the network', load: () => import('./find.ts') },
  {
    name: 'inspect',
    group: 'Look',
    summary: 'all that one host tells, with a verdict',
    load: () => import('./inspect.ts'),
  },
  { name: 'port', group: 'Look', summary: 'what a port is, and who holds it', load: () => import('./port.ts') },
  {
    name: 'listeners',
    group: 'Look',
    summary: 'what listens on this machine, and whose it is',
    load: () => import('./listeners.ts'),
  },
  { name: 'free', group: 'Look', summary: 'ports to take that collide with nothing', load: () => import('./free.ts') },
  { name: 'lint', group: 'Look', summary: 'ports in files that collide or print', load: () => import('./lint.ts') },
  { name: 'read', group: 'Look', summary: 'devices in captures', load: () => import('./read.ts') },
  {
    name: 'observe',
    group: 'Look',
    summary: 'whatever speaks on a port, recorded and not answered',
    load: () => import('./observe.ts'),
  },
  {
    name: 'announce',
    group: 'Look',
    summary: 'devices attached to this machine, served over NCDP/2',
    load: () => import('./announce.ts'),
  },
  { name: 'emulate', group: 'Look', summary: 'virtual devices to try things on', load: () => import('./emulate.ts') },
  {
    name: 'record',
    group: 'Look',
    summary: 'what one device answers, as a file that can be given away',
    load: () => import('./record.ts'),
  },
  { name: 'devices', group: 'Understand', summary: 'the inventory', load: () => import('./devices.ts') },
  { name: 'device', group: 'Understand', summary: 'one device', load: () => import('./device.ts') },
  {
    name: 'status',
    group: 'Understand',
    summary: 'supplies, trays, counters and alerts',
    load: () => import('./status.ts'),
  },
  { name: 'check', group: 'Understand', summary: 'one device, for monitoring', load: () => import('./check.ts') },
  {
    name: 'why',
    group: 'Understand',
    summary: 'the proof of what is said of a device',
    load: () => import('./why.ts'),
  },
  { name: 'decode', group: 'Understand', summary: 'one packet, field by field', load: () => import('./decode.ts') },
  {
    name: 'doctor',
    group: 'This program',
    summary: 'can this machine see devices at all',
    load: () => import('./doctor.ts'),
  },
  {
    name: 'credentials',
    group: 'This program',
    summary: 'named keys to devices, and pinned certificates',
    load: () => import('./credentials.ts'),
  },
  {
    name: 'config',
    group: 'This program',
    summary: 'settings, and where each comes from',
    load: () => import('./config.ts'),
  },
  {
    name: 'completion',
    group: 'This program',
    summary: 'completion for a shell',
    load: () => import('./completion.ts'),
  },
];
