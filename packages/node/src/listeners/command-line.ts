/** What an interpreter runs: the name of the program, for a person, in place of the interpreter's. */
export function scriptOf(executable: string | null, line: readonly string[]): string | null {
  const base = baseName(executable ?? line[0] ?? '');
  const interpreter = interpreters.find(({ name }) => name.test(base));
  if (interpreter === undefined) return null;
  for (let i = 1; i < line.length; i++) {
    const word = line[i]!;
    if (interpreter.names.includes(word)) return line[i + 1] ?? null;
    if (interpreter.code.includes(word)) return null;
    if (interpreter.takes.includes(word)) i++;
    else if (!word.startsWith('-')) return word;
  }
  return null;
}

interface Interpreter {
  readonly name: RegExp;
  /** The next word is what runs. */
  readonly names: readonly string[];
  /** The next word is code: there is no script. */
  readonly code: readonly string[];
  /** The next word is a value. */
  readonly takes: readonly string[];
}

const interpreters: readonly Interpreter[] = [
  {
    name: /^(node|nodejs|bun)$/,
    names: [],
    code: ['-e', '--eval', '-p', '--print'],
    takes: ['-r', '--require', '--import', '--loader', '--experimental-loader', '-C', '--conditions', '--env-file'],
  },
  { name: /^deno$/, names: ['run', 'serve'], code: ['eval'], takes: [] },
  { name: /^python[\d.]*$/, names: ['-m'], code: ['-c'], takes: ['-W', '-X'] },
  { name: /^java$/, names: ['-jar', '-m', '--module'], code: [], takes: ['-cp', '-classpath', '--class-path', '-p'] },
  { name: /^ruby[\d.]*$/, names: [], code: ['-e'], takes: ['-r', '-I', '-C'] },
  { name: /^perl[\d.]*$/, names: [], code: ['-e', '-E'], takes: ['-I'] },
  { name: /^php[\d.]*$/, names: ['-f'], code: ['-r'], takes: ['-S', '-t', '-c', '-d'] },
];

/**
 * Where a helper that holds a port for others leads (ports.md 5.3): the published port of a container, a tunnel, a
 * forward. Only what its own arguments say; never a container's name by guess.
 */
export function forwardTarget(name: string, line: readonly string[]): string | null {
  const after = (option: string) => line[line.indexOf(option) + 1];
  switch (name) {
    case 'docker-proxy': {
      const address = line.includes('-container-ip') ? after('-container-ip') : undefined;
      const port = line.includes('-container-port') ? after('-container-port') : undefined;
      return address === undefined || port === undefined ? null : joined(address, port);
    }
    case 'ssh': {
      const at = line.findIndex((word) => /^-[LRD]/.test(word));
      if (at < 0) return null;
      const [word = ''] = line.slice(at);
      const spec = word.length > 2 ? word.slice(2) : (line[at + 1] ?? '');
      if (word.startsWith('-D')) return 'a SOCKS proxy over ssh';
      // [bind:]port:host:hostport
      return /([^:[\]]+|\[[^\]]+\]):\d+$/.exec(spec)?.[0]?.concat(' over ssh') ?? null;
    }
    case 'kubectl': {
      const words = line.slice(line.indexOf('port-forward') + 1);
      const target = line.includes('port-forward')
        ? words.find((word, i) => !word.startsWith('-') && !kubectlTakes.has(words[i - 1] ?? ''))
        : undefined;
      return target === undefined ? null : `${target} by kubectl`;
    }
    case 'socat': {
      const to = line.slice(1).filter((word) => !word.startsWith('-'))[1];
      return to === undefined ? null : to.split(',')[0]!;
    }
    default:
      return null;
  }
}

const kubectlTakes: ReadonlySet<string> = new Set(['-n', '--namespace', '--context', '--kubeconfig', '--address']);

function joined(address: string, port: string): string {
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}
