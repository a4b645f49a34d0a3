import { useQuery } from '@tanstack/react-query';
import { documentOf } from '../data/query.ts';
import { numberText } from '../parts/words.ts';
import classes from './frame.module.css';

/** How many alerts are open, in the colour of the gravest. Those that merely tell something are not counted. */
export function AlertCount() {
  const { data } = useQuery(
    documentOf('GET /api/v1/alerts', { query: { state: 'open', severity: 'warning', limit: 1 } }),
  );
  if (data === undefined) return null;
  const { critical, warning } = data.open;
  if (critical + warning === 0) return null;
  return (
    <span className={classes['count']} data-tone={critical > 0 ? 'bad' : 'warn'}>
      {numberText(critical + warning)}
      <span className={classes['hidden']}> open</span>
    </span>
  );
}
