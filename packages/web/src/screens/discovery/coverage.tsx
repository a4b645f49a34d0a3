import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { Look } from '../../data/documents.ts';
import { fleet } from '../../data/fleet.ts';
import { Card } from '../../parts/page.tsx';
import { countStates } from '../../parts/states.ts';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText, numberText } from '../../parts/words.ts';
import classes from './discovery.module.css';

/** What the last round over the segments reached, and whom nobody has heard of late. */
export function Coverage({ looks }: { readonly looks: readonly Look[] }) {
  const known = useQuery(fleet);
  const round = looks.find(({ why }) => why !== 'poll');
  if (round === undefined || known.data === undefined) return null;
  const devices = [...known.data.devices.values()].filter(({ ignored }) => !ignored);
  const counts = new Map(countStates(devices));
  const silent = MISSING.filter((word) => counts.has(word));
  const missing = silent.reduce((sum, word) => sum + (counts.get(word) ?? 0), 0);
  return (
    <Card title="Coverage">
      <dl className={classes['numbers']}>
        <Figure value={devices.length} name="known" />
        <Figure value={devices.length - missing} name="heard as expected" />
        <Figure value={round.asked} name="hosts asked in the last round" />
        <Figure value={round.answered} name="of them answered" />
      </dl>
      <p className={classes['quiet']}>
        The last round ended <TimeAgo at={round.finishedAt} /> and took {seconds(round)}.{' '}
        {devices.length === 0 ? (
          'Nobody has answered yet.'
        ) : missing === 0 ? (
          'Every device that is known was heard, or sleeps as it does.'
        ) : (
          <>
            {countText(missing, 'device')} {missing === 1 ? 'was' : 'were'} not heard:{' '}
            {silent.map((word, index) => (
              <span key={word}>
                {index > 0 && ', '}
                <Link to="/devices" search={{ state: word }}>
                  {numberText(counts.get(word) ?? 0)} {WORDS[word]}
                </Link>
              </span>
            ))}
            .
          </>
        )}
      </p>
    </Card>
  );
}

function Figure({ value, name }: { readonly value: number; readonly name: string }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{numberText(value)}</dd>
    </div>
  );
}

function seconds({ startedAt, finishedAt }: Look): string {
  const span = Math.max(1, Math.round((Date.parse(finishedAt) - Date.parse(startedAt)) / 1000));
  return countText(span, 'second');
}

const MISSING = ['unreachable', 'not-observed'] as const;
const WORDS = { unreachable: 'unreachable', 'not-observed': 'not observed' } as const;
