import { parsePlace, type ToolRow } from './tool-socket.ts';

/** One socket file of one process, as `lsof -F pRcuLftPnT` prints it. */
export interface LsofRow extends ToolRow {
  readonly pid: number;
  readonly parent: number | null;
  readonly process: string;
  readonly uid: number | null;
  readonly user: string | null;
}

/**
 * The output of lsof for programs: one field a line, its first letter says which. `p` begins a process, `f` one of its
 * files. A file without a readable place, or with a remote one behind `->`, is passed over.
 */
export function parseLsof(text: string): LsofRow[] {
  const rows: LsofRow[] = [];
  let process = new Map<string, string>();
  let file = new Map<string, string>();
  let inFile = false;
  const flush = () => {
    const row = inFile ? rowOf(process, file) : undefined;
    if (row !== undefined) rows.push(row);
    file = new Map();
  };
  for (const line of text.split('\n')) {
    const letter = line.slice(0, 1);
    if (letter === 'p' || letter === 'f') {
      flush();
      inFile = letter === 'f';
      if (letter === 'p') process = new Map();
    }
    // `T` has fields of its own: TST=LISTEN, TQR=0
    const [key, value] = letter === 'T' ? [line.slice(0, 3), line.slice(4)] : [letter, line.slice(1)];
    (inFile ? file : process).set(key, value);
  }
  flush();
  return rows;
}

function rowOf(process: ReadonlyMap<string, string>, file: ReadonlyMap<string, string>): LsofRow | undefined {
  const transport = file.get('P')?.toLowerCase();
  const family = file.get('t')?.toLowerCase();
  const pid = numberOf(process.get('p'));
  if (transport !== 'tcp' && transport !== 'udp') return undefined;
  if ((family !== 'ipv4' && family !== 'ipv6') || pid === null) return undefined;
  const [local = '', remote] = (file.get('n') ?? '').split('->');
  const place = parsePlace(local, family);
  const listening = transport === 'udp' ? remote === undefined : file.get('TST') === 'LISTEN';
  if (place === undefined || (!listening && remote === undefined)) return undefined;
  return {
    transport,
    family,
    ...place,
    state: !listening ? 'client' : transport === 'udp' ? 'bound' : 'listening',
    pid,
    parent: numberOf(process.get('R')),
    process: process.get('c') ?? '',
    uid: numberOf(process.get('u')),
    user: process.get('L') ?? null,
  };
}

function numberOf(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : null;
}
