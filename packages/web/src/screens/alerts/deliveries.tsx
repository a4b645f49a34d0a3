import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../data/ask.ts';
import { documentOf } from '../../data/query.ts';
import { Said } from '../../parts/said.tsx';
import { Loaded } from '../../parts/standing.tsx';
import { Badge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText } from '../../parts/words.ts';
import classes from './alerts.module.css';

type Delivery = Answer<'GET /api/v1/channels/{channel}/deliveries'>['deliveries'][number];

/** The latest messages of one channel: what was in each, how often it was tried, and what came of it. */
export function Deliveries({ channel, title }: { readonly channel: string; readonly title: string }) {
  const asking = { params: { channel }, query: { limit: MOST } };
  const query = useQuery({ ...documentOf('GET /api/v1/channels/{channel}/deliveries', asking), staleTime: 0 });
  return (
    <div className={classes['sent']}>
      <Loaded query={query}>
        {({ deliveries, next }) => (
          <>
            {deliveries.length === 0 && <p>Nothing was to be told yet. A test stands in no list.</p>}
            <ul aria-label={`Messages to ${title}`}>
              {deliveries.map((one) => (
                <OneDelivery key={one.id} delivery={one} />
              ))}
            </ul>
            {next !== null && <p>These are the latest {MOST}.</p>}
          </>
        )}
      </Loaded>
    </div>
  );
}

function OneDelivery({ delivery: { at, state, tries, attempts, notices, lost } }: { readonly delivery: Delivery }) {
  const [first] = notices;
  const last = attempts.at(-1);
  return (
    <li>
      <Badge tone={TONES[state]}>{STATES[state]}</Badge>
      <div className={classes['words']}>
        {first && <Said lines={2}>{first.what === 'ended' ? `Over: ${first.text}` : first.text}</Said>}
        <small>
          <span>
            since <TimeAgo at={at} />
          </span>
          {notices.length > 1 && <span>and {countText(notices.length - 1, 'other one', 'others')}</span>}
          {lost > 0 && <span>{countText(lost, 'older one')} given up</span>}
          <span>{tries === 0 ? 'not tried yet' : countText(tries, 'attempt')}</span>
        </small>
        {last && (
          <small>
            <span>
              last one <TimeAgo at={last.at} />: <Said lines={2}>{last.detail}</Said>
            </span>
          </small>
        )}
      </div>
    </li>
  );
}

const STATES = { waiting: 'waits', taken: 'taken', 'given-up': 'given up' } as const;
const TONES = { waiting: 'warn', taken: 'good', 'given-up': 'bad' } as const;
const MOST = 20;
