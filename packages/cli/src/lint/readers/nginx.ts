import { Notebook } from '../notebook.ts';
import { splitHostPort, splitUrl } from '../port-text.ts';
import type { Reader } from '../reader.ts';
import { spotsOf } from '../spots.ts';
import { type Directive, readNginx } from './nginx-words.ts';

/** Configurations of nginx: what it listens on, and where it hands requests on. */
export const nginx: Reader = {
  format: 'nginx',
  recognises: ({ name, path, text }) =>
    /nginx[\w.-]*\.conf(\.template)?$/i.test(name) ||
    ((/\.conf(\.template)?$/i.test(name) || /\/(sites|conf)[\w.-]*\/[^/]+$/.test(path)) &&
      /^[ \t]*(server|upstream|http|stream)\b[^;{}]{0,200}\{/m.test(text)),
  read(file) {
    const notebook = new Notebook(file.path, 'nginx');
    const spotOf = spotsOf(file.text);
    const { directives, unbalanced } = readNginx(file.text);
    if (unbalanced !== undefined)
      notebook.remark('cannot-read', spotOf(unbalanced), '', 'This brace has no partner: what follows may be misread.');
    for (const directive of directives) {
      const [name, first] = directive.words;
      if (name === undefined || first === undefined) continue;
      const spot = spotOf(first.offset);
      if (name.text === 'listen') listen(notebook, spot, directive);
      else if (/^(proxy|fastcgi|uwsgi|scgi|grpc|memcached)_pass$/.test(name.text)) pass(notebook, spot, directive);
      else if (name.text === 'server' && directive.blocks.at(-1) === 'upstream') upstream(notebook, spot, directive);
    }
    return notebook;
  },
};

type Where = ReturnType<ReturnType<typeof spotsOf>>;

function listen(notebook: Notebook, spot: Where, { words, blocks }: Directive): void {
  const text = words[1]!.text;
  const flags = words.slice(2).map((word) => word.text);
  if (text.startsWith('unix:')) return;
  const { host, port } = splitHostPort(text);
  const bare = port === undefined && /^[\d-]+$/.test(host);
  notebook.take(spot, bare ? host : (port ?? '80'), {
    role: 'listen',
    owner: 'nginx',
    text,
    host: bare || host === '*' ? '' : host,
    transport: flags.includes('udp') || flags.includes('quic') ? 'udp' : 'tcp',
    // many servers on one number are normal: it is one program
    program: `nginx of ${notebook.file}`,
    privileged: true,
    hints: ['nginx'],
    ...(blocks.includes('stream') || blocks.includes('mail') ? {} : { speaks: 'http' }),
  });
}

function pass(notebook: Notebook, spot: Where, { words, blocks }: Directive): void {
  const { text } = words[1]!;
  const url = splitUrl(text);
  const { host, port } = url ?? splitHostPort(text.replace(/\/.*$/, ''));
  // an upstream's name has no number: its servers have; a variable is known to nginx alone
  const usual = url?.scheme === 'https' ? '443' : undefined;
  const given = port ?? usual;
  if (given === undefined || host === 'unix' || host.startsWith('$')) return;
  const http = words[0]!.text === 'proxy_pass' && !blocks.includes('stream');
  notebook.take(spot, given, { role: 'connect', owner: 'nginx', host, text, ...(http ? { speaks: 'http' } : {}) });
}

function upstream(notebook: Notebook, spot: Where, { words, blocks, within }: Directive): void {
  const { text } = words[1]!;
  if (text.startsWith('unix:')) return;
  const { host, port } = splitHostPort(text);
  notebook.take(spot, port ?? '80', {
    role: 'connect',
    owner: `upstream "${within}"`,
    host,
    text,
    ...(blocks.includes('stream') ? {} : { speaks: 'http' }),
  });
}
