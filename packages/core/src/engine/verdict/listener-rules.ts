import type { LocalSocket, OwnerKind } from '../../model/listener.ts';
import type { VerdictWord } from '../../model/verdict.ts';
import { temporaryFolders } from './owner-names.ts';

/** One line of judgement on a listener, beside those on its port. */
export interface ListenerRule {
  readonly id: string;
  readonly when: (socket: LocalSocket, owner: OwnerKind) => boolean;
  readonly word: VerdictWord;
  readonly text: string;
  readonly next: string;
}

const reachable = ({ exposure }: LocalSocket) => exposure !== 'loopback';
const served = ({ state }: LocalSocket) => servedState(state);
const servedState = (state: LocalSocket['state']) => state === 'listening' || state === 'bound';
/** A package's program, started by a unit: somebody installed this service. */
const installed = (socket: LocalSocket) => socket.package !== null && socket.unit !== null;

/** What a socket itself says, beyond its number and the kind of its owner; in the order in which reasons are given. */
export const listenerRules: readonly ListenerRule[] = [
  {
    id: 'listener/temporary-folder',
    when: ({ executable, script }) => [executable, script].some((path) => path !== null && temporaryFolders.test(path)),
    word: 'look-into-it',
    text: 'The program runs from a folder for temporary files, where nothing is ever installed.',
    next: 'Find out who put it there. If it is yours, move it to a lasting place.',
  },
  {
    id: 'listener/translated',
    when: ({ state }) => state === 'translated',
    word: 'plausible',
    text: 'No socket holds the number: a rule of the kernel leads what arrives to another address, past the input rules of a firewall.',
    next: 'Look at what answers behind it.',
  },
  {
    id: 'listener/held',
    when: ({ state }) => state === 'held',
    word: 'unknown',
    text: 'The number is taken, and no table names who holds it: a socket that is bound and does not listen.',
    next: 'Newer versions of ss show such sockets: ss -taB.',
  },
  {
    id: 'listener/forwards',
    when: ({ forwardsTo, state }) => forwardsTo !== null && state !== 'translated',
    word: 'plausible',
    text: 'The program holds the port for something else: what matters is where it leads.',
    next: 'Look at what answers behind it.',
  },
  {
    id: 'listener/printing-reachable',
    when: (socket, owner) => owner === 'printing-other' && served(socket) && reachable(socket),
    word: 'plausible',
    text: 'A print or scan service listens, and others reach it.',
    next: 'If this computer shares no printer or scanner, let it listen on loopback alone.',
  },
  {
    id: 'listener/reachable-not-installed',
    when: (socket, owner) =>
      owner === 'not-printing' &&
      served(socket) &&
      reachable(socket) &&
      !installed(socket) &&
      socket.container === null,
    word: 'plausible',
    text: 'No service of this system starts it, and others reach it: so do development servers that were given no address.',
    next: 'If this computer alone needs it, bind it to 127.0.0.1.',
  },
  {
    id: 'listener/replaced',
    when: ({ replaced }) => replaced,
    word: 'plausible',
    text: 'The file of the running program was replaced or removed since it started, as after an upgrade.',
    next: 'Restart it, so that what runs is what is installed.',
  },
  {
    id: 'listener/hidden-client',
    when: ({ ownerVisible }, owner) => owner === 'random-client-socket' && !ownerVisible,
    word: 'plausible',
    text: 'It looks like outgoing traffic; the process behind it is hidden from here.',
    next: 'Run it again as root to see whose it is.',
  },
  {
    id: 'listener/kernel',
    when: ({ ownerGap, state }) => ownerGap === 'kernel' && servedState(state),
    word: 'unknown',
    text: 'No process of this system holds it: the kernel does (NFS, WireGuard), a process in another pid namespace, or one that just ended.',
    next: 'Look for kernel services, and for containers that share this network.',
  },
];
