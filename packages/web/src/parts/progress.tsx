import { Loader } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { fleet } from '../data/fleet.ts';
import { documentOf } from '../data/query.ts';
import { useStream } from '../data/use.ts';
import classes from './progress.module.css';
import { TimeAgo } from './time-ago.tsx';
import { countText } from './words.ts';

/** A look over the segments while it is under way: what has answered stands below already. */
export function Progress() {
  const { look } = useStream();
  const known = useQuery(fleet);
  const scope = useQuery(documentOf('GET /api/v1/scope', {}));
  if (look === null || look.why === 'poll') return null;
  const where = scope.data?.consent?.interfaces.join(', ');
  return (
    <div role="status" className={classes['progress']}>
      <Loader size="xs" />
      <span>
        Looking at {where ?? 'the virtual fleet'} since <TimeAgo at={look.since} />:{' '}
        {countText(known.data?.devices.size ?? 0, 'device')} so far.
      </span>
    </div>
  );
}
