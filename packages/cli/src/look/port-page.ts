import type { HereTold, PortAnswer, PortLookup } from '@quietport/library/port';
import type { Context } from '../command.ts';
import { paint } from '../output/paint.ts';
import { wrap } from '../output/wrap.ts';
import { verdictStyle } from './verdict-style.ts';

/** The page behind a port, for people: a part each, in the order in which they become known. */
export class PortPage {
  readonly #context: Context;
  readonly #width: number;

  constructor(context: Context) {
    this.#context = context;
    const { columns, terminal } = context.screen();
    this.#width = terminal ? Math.min(100, columns) : 80;
  }

  head({ query, outcome, rows, ranges, why }: PortLookup): void {
    const { port, portEnd, transport, name } = query;
    const numbers = port === null ? (name ?? query.text.trim()) : port === portEnd ? `${port}` : `${port}-${portEnd}`;
    const names = [...new Set(rows.flatMap((row) => (row.service === null ? [] : [row.service])))];
    const title = `${numbers}${transport === null ? '' : `/${transport}`}`;
    const told = names.length > 0 && names.length <= 4 && port !== null ? `  ${names.join(', ')}` : '';
    this.#context.print(paint('bold', `${title}${told}`), paint('dim', `  ${outcome}`));
    if (why !== null) this.#lines(why, 0);
    for (const { name: range, from, to, meaning } of ranges)
      this.#lines(`${range} ports, ${from}-${to}: ${meaning.replace(/^\w+ port: /, '')}`, 0, 'dim');
  }

  registry({ snapshot, rows, outcome, inferences }: PortLookup, aged: boolean): void {
    this.#title('registry says', `IANA, as of ${snapshot}`);
    if (aged) this.#lines('This registry is more than a year old: a newer release has a newer one.', 2, 'yellow');
    if (outcome === 'not-found') this.#lines('No service of this name is registered.');
    if (outcome === 'dynamic') this.#lines('Nothing: dynamic numbers are never registered.');
    if (outcome === 'no-row') this.#lines('Nothing on this transport. Registered are:');
    for (const group of groupRows(rows).slice(0, MOST_ROWS)) this.#row(group);
    const more = groupRows(rows).length - MOST_ROWS;
    if (more > 0) this.#lines(`and ${more} more rows: -o json has them all.`);
    for (const { is, value, why } of inferences)
      this.#lines(
        `inferred: ${is === 'vendor' ? `a number of ${value}` : `most likely "${value}"`} (${why.join('; ')})`,
        2,
        undefined,
        2,
      );
  }

  practice({ practice }: PortLookup): void {
    this.#title('in practice');
    if (practice.length === 0) this.#lines('Nothing is known to be usual here. Registered does not mean used.');
    const seen = new Map<string, string[]>();
    for (const row of practice) {
      const key = `${row.holder}\t${row.confidence}: ${row.source}`;
      const at = row.port === row.portEnd ? `${row.port}` : `${row.port}-${row.portEnd}`;
      seen.set(key, [...(seen.get(key) ?? []), `${at}/${row.transport}`]);
    }
    for (const [key, places] of [...seen].slice(0, MOST_ROWS)) {
      const [holder = '', origin = ''] = key.split('\t');
      this.#context.print(`  ${shortened(places)}`);
      this.#lines(holder, 4);
      this.#lines(origin, 4, 'dim');
    }
  }

  here(here: HereTold | undefined): void {
    this.#title('on this machine');
    if (here === undefined) {
      this.#lines('Not looked at.');
      return;
    }
    if (here.listeners.length === 0) this.#lines('Nothing holds it.');
    for (const row of here.listeners.slice(0, MOST_ROWS)) {
      const address = row.family === 'ipv6' ? `[${row.address}]` : row.address;
      const reach = { loopback: 'this machine alone', address: 'one address', all: 'every address' }[row.exposure];
      const owner = row.ownerVisible
        ? `${row.script ?? row.process ?? 'unknown'} (pid ${row.pid}, ${row.user ?? `uid ${row.uid}`})`
        : row.ownerGap === 'kernel'
          ? 'no process that this system names'
          : `owned by ${row.user ?? `uid ${row.uid}`}, process hidden`;
      const where = row.namespace === null ? reach : `${reach} of the network namespace ${row.namespace}`;
      this.#context.print(`  ${row.transport} ${address}:${row.port}`, paint('dim', `  ${row.state}, ${where}`));
      this.#lines(`${owner}: ${row.ownerKind}`, 4);
      const from = [row.executable, row.package, row.unit, row.container, row.forwardsTo].filter(
        (part) => part !== null,
      );
      if (from.length > 0) this.#lines(from.join('  '), 4, 'dim');
    }
    for (const gap of here.gaps) this.#lines(gap, 2, 'dim');
  }

  network(network: PortAnswer['network']): void {
    this.#title('on the network');
    if (network === undefined) {
      this.#lines('Not looked at.');
      return;
    }
    const known = network.ports.filter(({ state }) => state === 'answered' || state === 'untested');
    for (const { device, address, port, transport, state, service } of known.slice(0, MOST_ROWS)) {
      const { make, model, name } = device?.facts ?? {};
      const what = [make?.value, model?.value ?? name?.value].filter((part) => part !== undefined).join(' ');
      const spoken = service === undefined ? '' : `  ${service}`;
      this.#context.print(`  ${address}  ${port}/${transport}  ${state}${spoken}`);
      if (what !== '') this.#lines(what, 4);
    }
    const refused = network.ports.filter(({ state }) => state === 'refused').length;
    const silent = network.ports.filter(({ state }) => state === 'silent').length;
    const { speakers = [] } = network;
    for (const { address, port, transport, count } of speakers.slice(0, MOST_ROWS)) {
      this.#context.print(`  ${address}  ${port}/${transport}  spoke`);
      const kept = `${count} ${count === 1 ? 'message' : 'messages'} of a protocol that is not known here`;
      this.#lines(`${kept}, kept as evidence: whether it serves anything was not asked`, 4);
    }
    if (known.length + speakers.length === 0) this.#lines('No device of the inventory is known to have it.');
    if (refused + silent > 0) this.#lines(`Asked in vain: ${refused} refused, ${silent} silent.`);
    for (const note of network.notes) this.#lines(note);
  }

  verdict({ verdict }: PortAnswer): void {
    if (verdict === undefined) return;
    this.#context.print('');
    this.#context.print(paint('bold', 'verdict'), '  ', paint(verdictStyle(verdict.word), verdict.word));
    for (const [at, { text }] of verdict.reasons.entries())
      this.#lines(`${at + 1}. ${text}`, 2, undefined, `${at + 1}. `.length);
    for (const { rule, evidence } of verdict.reasons) this.#context.detail(`  ${rule}: ${evidence.join(', ')}`);
    if (verdict.next !== '') this.#lines(`next step: ${verdict.next}`, 0, 'bold');
  }

  /** What the answer leaves open. */
  notKnown({ notKnown = [] }: PortAnswer): void {
    if (notKnown.length === 0) return;
    this.#title('not known');
    for (const text of notKnown) this.#lines(text, 2, 'dim', 2);
  }

  #row({ row, transports }: Group): void {
    const numbers =
      row.port === null ? 'no number' : row.port === row.portEnd ? row.port : `${row.port}-${row.portEnd}`;
    const status = row.aliasOf === null ? row.status : `alias of ${row.aliasOf}`;
    this.#context.print(
      `  ${numbers}/${transports.join(' ')}  `,
      paint('bold', row.service ?? '(no name)'),
      paint('dim', `  ${status}`),
    );
    if (row.description !== null && row.description.toLowerCase() !== row.status)
      this.#lines(`"${row.description}"`, 4);
    const who = [...new Set([row.assignee, row.organisation].filter((name) => name !== null))].join(', ');
    const details = [
      who === '' ? null : `by ${who}`,
      row.registered === null ? null : `registered ${row.registered}`,
      row.modified === null ? null : `changed ${row.modified}`,
      row.reference,
    ].filter((part) => part !== null);
    if (details.length > 0) this.#lines(details.join('; '), 4, 'dim');
    if (row.unauthorizedUse !== null) this.#lines(`the registry warns: ${row.unauthorizedUse}`, 4, 'yellow');
    if (row.notes !== null) this.#lines(row.notes, 4, 'dim');
  }

  #title(title: string, origin = ''): void {
    this.#context.print('');
    this.#context.print(paint('bold', title), paint('dim', origin === '' ? '' : `  ${origin}`));
  }

  /** A paragraph; all its lines but the first stand further in by `hanging`. */
  #lines(text: string, indent = 2, style?: Parameters<typeof paint>[0], hanging = 0): void {
    const width = this.#width - indent - hanging;
    // what hangs is taken from every line, so that the first one may be as long as the others
    for (const [at, line] of wrap(text, width).entries()) {
      const pieces = line.length > width ? chunks(line, width) : [line];
      for (const [i, piece] of pieces.entries()) {
        const margin = ' '.repeat(at + i === 0 ? indent : indent + hanging);
        this.#context.print(margin, style === undefined ? piece : paint(style, piece));
      }
    }
  }
}

interface Group {
  readonly row: PortLookup['rows'][number];
  readonly transports: readonly string[];
}

/** Rows that differ in the transport alone, as one. */
function groupRows(rows: PortLookup['rows']): readonly Group[] {
  const groups = new Map<string, { row: Group['row']; transports: string[] }>();
  for (const row of rows) {
    const key = JSON.stringify({ ...row, transport: '' });
    const transport = row.transport ?? 'any transport';
    const group = groups.get(key);
    if (group === undefined) groups.set(key, { row, transports: [transport] });
    else group.transports.push(transport);
  }
  return [...groups.values()];
}

function shortened(places: readonly string[]): string {
  const [first = ''] = places;
  const number = first.slice(0, first.indexOf('/'));
  const same = places.every((place) => place.startsWith(`${number}/`));
  return same ? `${number}/${places.map((place) => place.slice(number.length + 1)).join(' ')}` : places.join(' ');
}

function chunks(text: string, width: number): readonly string[] {
  return text.match(new RegExp(`.{1,${width}}`, 'gs')) ?? [];
}

const MOST_ROWS = 12;
