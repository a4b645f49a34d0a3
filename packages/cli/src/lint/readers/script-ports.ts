/** A port that a command line gives. */
export interface ScriptPort {
  /** Where it stands in the script. */
  readonly at: number;
  readonly ports: string;
  readonly host: string;
  /** As it is written: `--port 3000` */
  readonly text: string;
  readonly tool: string;
  readonly debug: boolean;
  readonly privileged: boolean;
}

/** The ports on which the commands of a script listen: `PORT=N`, `--port N`, `-p N`, `--inspect=HOST:N`. */
export function portsOfScript(script: string): readonly ScriptPort[] {
  return [...script.matchAll(/(?:[^&|;"']|"[^"]*"|'[^']*')+/g)].flatMap((command) =>
    portsOfCommand(command[0], command.index),
  );
}

function portsOfCommand(command: string, start: number): readonly ScriptPort[] {
  const words = [...command.matchAll(/(?:[^\s"']|"[^"]*"|'[^']*')+/g)].map((match) => ({
    text: match[0].replace(/^(["'])(.*)\1$/, '$2'),
    at: start + match.index,
  }));
  const tool = toolOf(words.map(({ text }) => text));
  const privileged = words.some(({ text }) => text === 'sudo');
  return words.flatMap(({ text, at }, i): ScriptPort[] => {
    const next = words[i + 1];
    const found = (ports: string, written: string, more: Partial<ScriptPort> = {}): ScriptPort[] => [
      { at, ports, host: '', text: written, tool, debug: false, privileged, ...more },
    ];
    const joined = /^(?:PORT|--port|--http-port|--listen-port)=(.+)$/i.exec(text);
    if (joined !== null) return found(joined[1]!, text);
    const inspect = /^--inspect(?:-brk|-wait)?=(?:(.*):)?(\d+)$/.exec(text);
    if (inspect !== null) return found(inspect[2]!, text, { host: inspect[1] ?? '127.0.0.1', debug: true });
    const short = /^-[pl](\d{2,5})$/.exec(text);
    if (short !== null && !otherMeaning.has(tool)) return found(short[1]!, text);
    if (next === undefined) return [];
    const written = `${text} ${next.text}`;
    if (text === '--port' || text === '--http-port') return found(next.text, written);
    // -p means other things elsewhere, and is a port only where a number follows
    if ((text === '-p' || text === '-l') && /^\d{1,6}$/.test(next.text) && !otherMeaning.has(tool))
      return found(next.text, written);
    if (text === 'http.server' && /^\d+$/.test(next.text)) return found(next.text, written);
    return [];
  });
}

/** The program of a command: what follows assignments and runners. */
function toolOf(words: readonly string[]): string {
  const word = words.find((each) => !/^\w+=/.test(each) && !runners.has(each)) ?? '';
  return word.replace(/^.*\//, '');
}

const runners = new Set([
  'cross-env',
  'env',
  'npx',
  'pnpm',
  'yarn',
  'bunx',
  'bun',
  'exec',
  'dlx',
  'sudo',
  'set',
  'export',
]);
/** Programs whose `-p` or `-l` is no port that they listen on. */
const otherMeaning = new Set([
  ...['tsc', 'mkdir', 'cp', 'ls', 'wc', 'head', 'tail', 'make', 'kill', 'lsof', 'ssh', 'scp', 'psql', 'pg_dump'],
  ...['mysql', 'redis-cli', 'nc', 'curl', 'git', 'patch', 'grep', 'docker', 'podman', 'wait-on', 'xargs', 'time'],
]);
