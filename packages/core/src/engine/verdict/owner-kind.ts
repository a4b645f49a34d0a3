import type { LocalSocket, OwnerKind, PortPolicy } from '../../model/listener.ts';
import type { Reason } from '../../model/verdict.ts';
import {
  browserPrograms,
  driverFolders,
  epsonFolders,
  epsonPackages,
  epsonPrograms,
  epsonServices,
  epsonSigners,
  interpreters,
  printingPackages,
  printingPrograms,
  writableFolders,
} from './owner-names.ts';

/** What kind of owner a socket has, strongest reason first. */
export interface OwnerClass {
  readonly kind: OwnerKind;
  readonly reasons: readonly Reason[];
}

/**
 * One of the seven words of ports.md 9.2, by path, package, signature, service and name: never by the port's number. The
 * first rule that holds decides; further ones for the same word are further reasons.
 */
export function classifyOwner(socket: LocalSocket, policy: Pick<PortPolicy, 'clients'>): OwnerClass {
  const owner: Owner = { socket, policy, names: namesOf(socket) };
  const held = ownerRules.filter((rule) => rule.when(owner));
  const kind = held[0]?.kind ?? 'unknown';
  const evidence = evidenceOf(socket);
  const reasons = held.filter((rule) => rule.kind === kind).map(({ id, text }) => ({ rule: id, text, evidence }));
  return { kind, reasons };
}

interface Owner {
  readonly socket: LocalSocket;
  readonly policy: Pick<PortPolicy, 'clients'>;
  /** Of the process and of its executable: they may disagree. */
  readonly names: { readonly process: string; readonly file: string };
}

export interface OwnerRule {
  readonly id: string;
  readonly kind: OwnerKind;
  readonly text: string;
  when(owner: Owner): boolean;
}

const matches = (pattern: RegExp, text: string | null): boolean => text !== null && pattern.test(text);

const signed = ({ socket }: Owner) => matches(epsonSigners, socket.signer);
const packaged = ({ socket }: Owner) => matches(epsonPackages, socket.package);
const named = ({ names }: Owner) => epsonPrograms.test(names.process) || epsonPrograms.test(names.file);
const atHome = ({ socket }: Owner) =>
  matches(epsonFolders, socket.executable) || (runsScript(socket) && matches(epsonFolders, socket.script));
const inDrivers = ({ socket }: Owner) => matches(driverFolders, socket.executable);
const runsScript = (socket: LocalSocket) => socket.executable === null || interpreters.test(baseOf(socket.executable));
const writable = ({ socket }: Owner) =>
  matches(writableFolders, socket.executable) || (runsScript(socket) && matches(writableFolders, socket.script));
const trusted = (owner: Owner) => signed(owner) || packaged(owner);
/** Somebody else answers for the program: another package, another signer, a container, an interpreter. */
const answeredFor = ({ socket }: Owner) =>
  (socket.package !== null && !epsonPackages.test(socket.package)) ||
  (socket.signer !== null && !epsonSigners.test(socket.signer)) ||
  socket.container !== null ||
  (socket.executable !== null && runsScript(socket));
const bound = ({ socket }: Owner) => socket.transport === 'udp' && socket.state === 'bound';

/** In the order in which they decide. */
export const ownerRules: readonly OwnerRule[] = [
  {
    id: 'client-connection',
    kind: 'random-client-socket',
    text: 'It is an outgoing connection that happened to get this number; nobody listens on it.',
    when: ({ socket }) => socket.state === 'client',
  },
  {
    id: 'epson-name-in-writable-folder',
    kind: 'epson-lookalike',
    text: 'It is named like Epson software, but lies in a folder where any program may put it, and nothing vouches for it.',
    when: (owner) => named(owner) && writable(owner) && !trusted(owner),
  },
  {
    id: 'epson-name-other-file',
    kind: 'epson-lookalike',
    text: 'The process calls itself like Epson software, but the file that runs has another name and place.',
    when: (owner) =>
      epsonPrograms.test(owner.names.process) &&
      owner.names.file !== '' &&
      !epsonPrograms.test(owner.names.file) &&
      !atHome(owner) &&
      !inDrivers(owner) &&
      !trusted(owner),
  },
  { id: 'epson-signature', kind: 'epson', text: 'The program is signed by Seiko Epson.', when: signed },
  { id: 'epson-package', kind: 'epson', text: 'The program comes from a package of Epson software.', when: packaged },
  {
    id: 'epson-folder-and-name',
    kind: 'epson',
    text: 'The program has the name of Epson software and lies where that is installed.',
    when: (owner) => named(owner) && (atHome(owner) || inDrivers(owner)),
  },
  {
    id: 'epson-service',
    kind: 'epson',
    text: 'A service of Epson software runs it, from the folder where that is installed.',
    when: (owner) => matches(epsonServices, owner.socket.unit) && atHome(owner),
  },
  {
    id: 'epson-folder',
    kind: 'epson',
    text: 'The program lies where Epson software is installed.',
    when: atHome,
  },
  {
    id: 'epson-name',
    kind: 'epson',
    text: 'The program has the name of Epson software; nothing else was found that speaks for it or against it.',
    when: (owner) => named(owner) && !answeredFor(owner),
  },
  {
    id: 'printing-package',
    kind: 'printing-other',
    text: 'The program comes from a package that prints or scans.',
    when: ({ socket }) => matches(printingPackages, socket.package),
  },
  {
    id: 'printing-name',
    kind: 'printing-other',
    text: 'The program has the name of software that prints or scans.',
    when: (owner) =>
      (printingPrograms.test(owner.names.file) ||
        (owner.names.file === '' && printingPrograms.test(owner.names.process))) &&
      !writable(owner),
  },
  {
    id: 'client-range',
    kind: 'random-client-socket',
    text: 'A UDP socket with a number from the range that this system gives to outgoing traffic.',
    when: (owner) => bound(owner) && inRange(owner),
  },
  {
    id: 'browser-datagrams',
    kind: 'random-client-socket',
    text: "A browser's UDP socket: it goes out (QUIC, calls) and serves nobody.",
    when: (owner) =>
      bound(owner) &&
      (browserPrograms.test(owner.names.process) || browserPrograms.test(owner.names.file)) &&
      !groupPorts.has(owner.socket.port),
  },
  {
    id: 'owner-hidden',
    kind: 'owner-hidden',
    text: 'The process belongs to another user and is hidden from this one.',
    when: ({ socket }) => socket.ownerGap === 'permission',
  },
  {
    id: 'other-signature',
    kind: 'not-printing',
    text: 'The program is signed by somebody else.',
    when: ({ socket }) => socket.signer !== null,
  },
  {
    id: 'other-package',
    kind: 'not-printing',
    text: 'The program comes from a package that has nothing to do with printing.',
    when: ({ socket }) => socket.package !== null && !runsScript(socket),
  },
  {
    id: 'in-container',
    kind: 'not-printing',
    text: 'The program runs in a container, and neither its name nor its path is that of printing software.',
    when: ({ socket }) => socket.container !== null,
  },
  {
    id: 'interpreter',
    kind: 'not-printing',
    text: 'An interpreter runs a script that is not known as printing software.',
    when: ({ socket }) => socket.executable !== null && runsScript(socket),
  },
  {
    id: 'other-program',
    kind: 'not-printing',
    text: 'The program is known, and neither its name nor its place is that of software that prints or scans.',
    when: ({ socket }) => socket.executable !== null,
  },
];

function inRange({ socket, policy }: Owner): boolean {
  return policy.clients !== null && socket.port >= policy.clients.from && socket.port <= policy.clients.to;
}

/** What a person can check: the ids under which the facts of a socket are told. */
export function evidenceOf(socket: LocalSocket): readonly string[] {
  const address = socket.address.includes(':') ? `[${socket.address}]` : socket.address;
  const evidence = [`socket:${socket.transport}/${address}:${socket.port}`];
  // one by one: this runs for every row of a list of thousands
  if (socket.pid !== null) evidence.push(`pid:${socket.pid}`);
  if (socket.executable !== null) evidence.push(`executable:${socket.executable}`);
  if (socket.script !== null) evidence.push(`script:${socket.script}`);
  if (socket.package !== null) evidence.push(`package:${socket.package}`);
  if (socket.signer !== null) evidence.push(`signer:${socket.signer}`);
  if (socket.unit !== null) evidence.push(`unit:${socket.unit}`);
  if (socket.container !== null) evidence.push(`container:${socket.container}`);
  return evidence;
}

function namesOf(socket: LocalSocket): Owner['names'] {
  return { process: bare(socket.process ?? ''), file: bare(baseOf(socket.executable ?? '')) };
}

function bare(name: string): string {
  return name.toLowerCase().replace(/\.exe$/, '');
}

function baseOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

// mDNS and SSDP: a program that binds them waits for a group
const groupPorts: ReadonlySet<number> = new Set([5353, 1900]);
