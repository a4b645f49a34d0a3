import { Link } from '@tanstack/react-router';
import type { Listener } from '../../data/documents.ts';
import { Said } from '../../parts/said.tsx';
import { VerdictBadge } from '../../parts/state-badge.tsx';
import classes from './ports.module.css';

/** One row for all sockets of one owner on one number: who listens on many addresses is one thing. */
export function ListenerTable({ title, listeners, explained = false }: ListenerTableProps) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={classes['scroll']} tabIndex={0} aria-label={title}>
      <table className={classes['table']}>
        <thead>
          <tr>
            <th scope="col">Port</th>
            <th scope="col">Owner</th>
            <th scope="col">Reached from</th>
            <th scope="col">Verdict</th>
          </tr>
        </thead>
        <tbody>
          {grouped(listeners).map(([first, ...others]) => (
            <tr key={keyOf(first)}>
              <td>
                <Link to="/ports/$query" params={{ query: `${first.port}/${first.transport}` }}>
                  {first.port}/{first.transport}
                </Link>
              </td>
              <td className={classes['owner']}>
                <Said>{first.process ?? (first.ownerVisible ? 'nobody we know' : 'hidden from this user')}</Said>
                <small>
                  <Said>{ownerOf(first)}</Said>
                </small>
              </td>
              <td>
                {EXPOSURE[first.exposure] ?? first.exposure}
                <small className={classes['more']}>
                  <Said mono>{first.address}</Said>
                  {others.length > 0 && ` and ${others.length} more`}
                </small>
              </td>
              <td className={classes['verdict']}>
                <VerdictBadge word={first.verdict.word} />
                {(explained ? first.verdict.reasons : first.verdict.reasons.slice(0, 1)).map(({ rule, text }) => (
                  <p key={rule}>
                    <Said lines={3}>{text}</Said>
                  </p>
                ))}
                {explained && (
                  <p>
                    <strong>
                      <Said lines={3}>{first.verdict.next}</Said>
                    </strong>
                  </p>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

interface ListenerTableProps {
  /** What the table is called for who listens. */
  readonly title: string;
  readonly listeners: readonly Listener[];
  /** With all reasons and what to do. */
  readonly explained?: boolean;
}

function grouped(listeners: readonly Listener[]): readonly [Listener, ...Listener[]][] {
  const groups = new Map<string, [Listener, ...Listener[]]>();
  for (const listener of listeners) {
    const group = groups.get(keyOf(listener));
    if (group === undefined) groups.set(keyOf(listener), [listener]);
    else group.push(listener);
  }
  return [...groups.values()].sort(([a], [b]) => a.port - b.port);
}

function keyOf({ port, transport, pid, process, exposure, verdict }: Listener): string {
  return [port, transport, pid, process, exposure, verdict.word].join(' ');
}

function ownerOf({ user, unit, container, executable, pid }: Listener): string {
  const place = unit ?? container ?? executable;
  return [place, user === null ? null : `as ${user}`, pid === null ? null : `process ${pid}`]
    .filter(Boolean)
    .join(' · ');
}

const EXPOSURE: Readonly<Record<string, string>> = {
  loopback: 'this machine alone',
  address: 'one address',
  all: 'every address',
};
