import { useQuery } from '@tanstack/react-query';
import type { Answer } from '../../data/ask.ts';
import { documentOf } from '../../data/query.ts';
import { useNow } from '../../data/use.ts';
import { Card } from '../../parts/page.tsx';
import { Loaded } from '../../parts/standing.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { countText, numberText } from '../../parts/words.ts';
import classes from './discovery.module.css';

type Plan = Answer<'GET /api/v1/schedule'>;

/** What is asked next: rounds over the segments, and the turns of the devices by protocol. */
export function Schedule() {
  // turns are taken every few seconds and have no event
  const query = useQuery({ ...documentOf('GET /api/v1/schedule', { query: {} }), refetchInterval: AGAIN_MS });
  return (
    <Loaded query={query}>
      {({ round, protocols }) => (
        <Card title="Schedule" hint="Who is silent is asked ever less often, and who sleeps is not woken." flush>
          <p className={classes['next']}>
            {round === null ? (
              'Nothing is looked at now.'
            ) : (
              <>
                A round over the segments every {spanText(round.everySeconds)}; the next one <Soon at={round.nextAt} />.
              </>
            )}
          </p>
          {protocols.length > 0 && <Turns protocols={protocols} />}
        </Card>
      )}
    </Loaded>
  );
}

function Turns({ protocols }: { readonly protocols: Plan['protocols'] }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keys
    <section className={classes['scroll']} tabIndex={0} aria-label="Turns by protocol">
      <table className={classes['turns']}>
        <thead>
          <tr>
            <th scope="col">Asked by</th>
            <th scope="col">Devices</th>
            <th scope="col">Each about every</th>
            <th scope="col">Next turn</th>
          </tr>
        </thead>
        <tbody>
          {protocols.map(({ protocol, devices, resting, silent, everySeconds: { from, to }, nextAt }) => (
            <tr key={protocol}>
              <td>{protocol}</td>
              <td>
                {numberText(devices)}
                {resting + silent > 0 && (
                  <small>
                    {[
                      ...(resting > 0 ? [`${numberText(resting)} asleep`] : []),
                      ...(silent > 0 ? [`${numberText(silent)} silent`] : []),
                    ].join(', ')}
                  </small>
                )}
              </td>
              <td>{from === to ? spanText(from) : `${spanText(from)} or ${spanText(to)}`}</td>
              <td>{nextAt === null ? 'when they wake' : <Soon at={nextAt} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Soon({ at }: { readonly at: string }) {
  const now = useNow();
  return Date.parse(at) - now < SOON_MS ? 'in a moment' : <TimeAgo at={at} />;
}

function spanText(seconds: number): string {
  if (seconds < 120) return countText(Math.round(seconds), 'second');
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return `${Math.round(seconds / 3600)} h`;
}

const SOON_MS = 90_000;
const AGAIN_MS = 15_000;
