import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable } from 'node:stream';
import {
  CaptureStream,
  Fault,
  type OpenTap,
  type PacketTaps,
  type TapAsked,
  type TapTool,
  tapTools,
} from '@quietport/core';

/** dumpcap and tcpdump of this machine, each of them for one interface. They write to us alone, and no name is asked for. */
export const systemTaps: PacketTaps = {
  open: async (asked, taken, signal) => {
    const tools = asked.tool === undefined ? tapTools : [asked.tool];
    let best: Fault | undefined;
    for (const tool of tools) {
      try {
        return await start(tool, asked, taken, signal);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        // a tool that may not says more than one that is not there
        if (best === undefined || best.code === 'observe/no-tool') best = error;
      }
    }
    throw best ?? new Fault('observe/no-tool', { tool: tools.join(' and no ') });
  },
};

type Child = ChildProcessByStdio<null, Readable, Readable>;

async function start(
  tool: TapTool,
  asked: TapAsked,
  taken: Parameters<PacketTaps['open']>[1],
  signal: AbortSignal,
): Promise<OpenTap> {
  const { port, transport } = asked;
  const filter = transport === undefined ? `port ${port}` : `${transport} port ${port}`;
  const child = spawn(tool, argumentsOf(tool, asked.interface, filter), {
    stdio: ['ignore', 'pipe', 'pipe'],
    windowsHide: true,
  });
  const stream = new CaptureStream();
  child.stdout.on('data', (piece: Buffer) => {
    // the tool knows the interface by its number only
    for (const packet of stream.push(new Uint8Array(piece))) taken({ ...packet, interface: asked.interface });
    if (stream.damaged) child.kill('SIGTERM');
  });
  const said = { text: '' };
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    if (said.text.length < MOST_SAID) said.text += text;
  });
  const quit = () => child.kill('SIGINT');
  signal.addEventListener('abort', quit, { once: true });
  const over = ended(child).then((failure) => {
    signal.removeEventListener('abort', quit);
    return failure;
  });
  if (signal.aborted) quit();
  const failure = await Promise.race([over, listening(child, said)]);
  if (failure !== LISTENS && !signal.aborted) throw faultOf(tool, asked.interface, failure, said.text);
  return {
    tool,
    over: over.then(() => (signal.aborted ? undefined : complaintIn(said.text))),
    lost: () => lostIn(said.text),
  };
}

/** `-n`: no names are looked up. Each packet is handed on at once. */
function argumentsOf(tool: TapTool, on: string, filter: string): readonly string[] {
  return tool === 'dumpcap'
    ? ['-i', on, '-f', filter, '-w', '-']
    : ['-i', on, '-n', '-U', '--immediate-mode', '-s', '262144', '-w', '-', filter];
}

const LISTENS = 'listens';

/** Resolves when the tool has said that it hears: what comes from then on is not missed. */
function listening(child: Child, said: { readonly text: string }): Promise<typeof LISTENS> {
  return new Promise((resolve) => {
    const look = () => {
      if (/^(File:|.*listening on )/m.test(said.text)) resolve(LISTENS);
    };
    child.stderr.on('data', look);
    child.stdout.once('data', () => resolve(LISTENS));
  });
}

/** The system's word where it could not be started, or an empty text. */
function ended(child: Child): Promise<string> {
  return new Promise((resolve) => {
    child.once('error', (error: NodeJS.ErrnoException) => resolve(error.code ?? error.message));
    child.once('close', () => resolve(''));
  });
}

function faultOf(tool: TapTool, on: string, failure: string, said: string): Fault {
  if (failure === 'ENOENT') return new Fault('observe/no-tool', { tool });
  const detail = complaintIn(said) ?? (failure === '' ? 'it ended without a word' : failure);
  const denied = failure === 'EACCES' || failure === 'EPERM' || /permi|not allowed|are you root|CAP_NET/i.test(said);
  if (denied) return new Fault('observe/not-permitted', { interface: on, detail: `${tool}: ${detail}` });
  return new Fault('observe/tool-failed', { tool, interface: on, detail });
}

/** The line in which it says what is wrong. */
function complaintIn(said: string): string | undefined {
  const lines = said.split('\n').map((line) => line.trim().replace(/^(tcpdump|dumpcap): /, ''));
  const wrong = lines.find((line) => /permi|not allowed|no such|couldn|can't|error|fail|invalid|isn't/i.test(line));
  return (wrong ?? lines.find((line) => line !== '' && !/^Capturing on/.test(line)))?.replace(/\.$/, '').slice(0, 300);
}

/** `7 packets dropped by kernel`; `Packets received/dropped on interface 'eth0': 40/7 (…)`. */
function lostIn(said: string): number {
  const told = /^(\d+) packets? dropped by kernel/m.exec(said) ?? /on interface .*: \d+\/(\d+) /.exec(said);
  return Number(told?.[1] ?? 0);
}

const MOST_SAID = 8 * 1024;
