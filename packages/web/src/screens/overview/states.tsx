import { Link } from '@tanstack/react-router';
import type { Device } from '../../data/documents.ts';
import { Card } from '../../parts/page.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { numberText } from '../../parts/words.ts';
import classes from './overview.module.css';

/** The whole fleet in one look: a square each, then how many of each. */
export function States({ devices }: { readonly devices: readonly Device[] }) {
  const counts = new Map<string, number>();
  for (const { state } of devices) counts.set(state.word, (counts.get(state.word) ?? 0) + 1);
  const words = [
    ...ORDER.filter((word) => counts.has(word)),
    ...[...counts.keys()].filter((word) => !ORDER.includes(word)),
  ];
  return (
    <Card title="The fleet">
      <div className={classes['proportion']} aria-hidden="true">
        {words.map((word) => (
          <span key={word} data-word={word} style={{ flexGrow: counts.get(word) }} />
        ))}
      </div>
      <ul className={classes['states']}>
        {words.map((word) => (
          <li key={word}>
            <Link to="/devices" search={{ state: word }}>
              <StateBadge word={word} />
              <strong>{numberText(counts.get(word) ?? 0)}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}

const ORDER = ['stopped', 'unreachable', 'processing', 'idle', 'asleep', 'off-by-habit', 'not-observed', 'unknown'];
