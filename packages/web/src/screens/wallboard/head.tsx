import { useQuery } from '@tanstack/react-query';
import { documentOf } from '../../data/query.ts';
import { useNow, useStream } from '../../data/use.ts';
import { Mark } from '../../shell/mark.tsx';
import { Scheme } from '../../shell/scheme.tsx';
import classes from './wallboard.module.css';

/** Whose board it is, and how fresh: the time now, and of when the newest answer is. */
export function Head() {
  const scope = useQuery(documentOf('GET /api/v1/scope', {}));
  const looks = useQuery(documentOf('GET /api/v1/looks', {}));
  const { state } = useStream();
  const now = useNow();
  const last = looks.data?.looks[0]?.finishedAt;
  return (
    <header className={classes['head']}>
      <h1 className={classes['brand']}>
        <Mark />
      </h1>
      <p className={classes['virtual']}>{scope.data?.virtual && 'Virtual devices'}</p>
      <p role="status" className={classes['fresh']} data-state={state}>
        {WORDS[state]}, as of{' '}
        {last === undefined ? (
          'the first look, which is under way'
        ) : (
          <time dateTime={last} title={new Date(last).toLocaleString()}>
            {clockText(Date.parse(last))}
          </time>
        )}
      </p>
      <p className={classes['clock']}>
        <time dateTime={new Date(now).toISOString()}>{clockText(now)}</time>
      </p>
      <Scheme />
    </header>
  );
}

const WORDS = { connecting: 'Connecting', live: 'Live', cut: 'Not live' } as const;

function clockText(at: number): string {
  return new Date(at).toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit' });
}
