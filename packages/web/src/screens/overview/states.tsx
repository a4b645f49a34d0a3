import { Link } from '@tanstack/react-router';
import type { Device } from '../../data/documents.ts';
import { Card } from '../../parts/page.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { countStates } from '../../parts/states.ts';
import { numberText } from '../../parts/words.ts';
import classes from './overview.module.css';

/** The whole fleet in one look: a square each, then how many of each. */
export function States({ devices }: { readonly devices: readonly Device[] }) {
  const counts = countStates(devices);
  return (
    <Card title="The fleet">
      <div className={classes['proportion']} aria-hidden="true">
        {counts.map(([word, count]) => (
          <span key={word} data-word={word} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className={classes['states']}>
        {counts.map(([word, count]) => (
          <li key={word}>
            <Link to="/devices" search={{ state: word }}>
              <StateBadge word={word} />
              <strong>{numberText(count)}</strong>
            </Link>
          </li>
        ))}
      </ul>
    </Card>
  );
}
