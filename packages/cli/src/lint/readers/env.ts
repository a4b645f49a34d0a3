import { Notebook, type UseNotes } from '../notebook.ts';
import { splitHostPort, splitUrl } from '../port-text.ts';
import { folderOf, type Reader } from '../reader.ts';
import { spotsOf } from '../spots.ts';
import { assignmentsOf, interpolate } from '../variables.ts';

/** Files of environment variables: `PORT`, `*_PORT`, addresses and URLs. */
export const env: Reader = {
  format: 'env',
  recognises: ({ name }) => /^\.env(\.|$)|\.env$/i.test(name),
  read(file) {
    const notebook = new Notebook(file.path, 'env');
    const spotOf = spotsOf(file.text);
    const rows = assignmentsOf(file.text);
    const names = new Set(rows.map(({ name }) => name.toUpperCase()));
    const known = new Map<string, string>();
    for (const { name, value: raw, offset } of rows) {
      const value = interpolate(raw, known);
      known.set(name, value);
      const spot = spotOf(offset);
      const notes: Omit<UseNotes, 'role'> = {
        owner: name,
        // the same name in .env and .env.local is one setting
        program: `${folderOf(file.path)}:${name}`,
        hints: name.split('_'),
      };
      if (/(^|_)PORT$/i.test(name)) {
        if (value !== '') notebook.take(spot, value, { ...notes, text: raw, role: roleOf(name, names) });
        continue;
      }
      const url = splitUrl(value);
      const { host, port } = url ?? splitHostPort(value);
      const isAddress = url !== undefined || /(^|_)(ADDR|ADDRESS|LISTEN|BIND|HOST|ENDPOINT|TARGET)$/i.test(name);
      if (!isAddress || port === undefined || !/^\d+$/.test(port)) continue;
      const listens = url === undefined && /(^|_)(LISTEN|BIND|LISTEN_ADDR|BIND_ADDR)$/i.test(name);
      notebook.take(spot, port, {
        ...notes,
        host,
        text: raw,
        role: listens ? 'listen' : 'connect',
        ...(url?.scheme.startsWith('http') ? { speaks: 'http' } : {}),
      });
    }
    return notebook;
  },
};

/** `DB_PORT` beside `DB_HOST` is where somebody else listens; `PORT` and `API_PORT` are one's own. */
function roleOf(name: string, names: ReadonlySet<string>): 'listen' | 'connect' {
  const prefix = name.toUpperCase().replace(/_?PORT$/, '');
  if (prefix === '') return 'listen';
  const others = [`${prefix}_HOST`, `${prefix}_HOSTNAME`, `${prefix}_SERVER`].some((each) => names.has(each));
  return others || clients.test(prefix) ? 'connect' : 'listen';
}

const clients =
  /^(DB|DATABASE|POSTGRES|POSTGRESQL|PG|MYSQL|MARIADB|MONGO|MONGODB|REDIS|SMTP|MAIL|IMAP|LDAP|AMQP|RABBITMQ|KAFKA|PROXY|ELASTIC\w*|MEMCACHED?|NATS|MQTT|S3|MINIO)(_|$)/;
