import { useQuery } from '@tanstack/react-query';
import type { Device, RaisedAlert } from '../../data/documents.ts';
import { documentOf } from '../../data/query.ts';
import { Icon } from '../../parts/icon.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded } from '../../parts/standing.tsx';
import { capital, countText } from '../../parts/words.ts';
import classes from './wallboard.module.css';

/** What somebody has to go to now: open alerts that are not silenced, the gravest first, those that nobody has taken before the others. */
export function Hands({ devices }: { readonly devices: ReadonlyMap<string, Device> }) {
  const query = useQuery(
    documentOf('GET /api/v1/alerts', { query: { state: 'open', severity: 'warning', limit: 200 } }),
  );
  return (
    <section className={classes['part']} data-part="hands" aria-labelledby="hands">
      <Loaded query={query}>
        {({ alerts }) => {
          const rows = alerts.filter(({ silenced }) => silenced === null).sort((a, b) => rank(a) - rank(b));
          return rows.length === 0 ? (
            <div className={classes['calm']}>
              <Icon name="check" size={64} />
              <h2 id="hands">Nothing needs a hand</h2>
              <p>Who is asleep wakes up by itself.</p>
            </div>
          ) : (
            <>
              <h2 id="hands">{rows.length === 1 ? 'One thing needs a hand' : `${rows.length} things need a hand`}</h2>
              <ul className={classes['hands']}>
                {rows.slice(0, MOST).map((alert) => (
                  <OneHand
                    key={alert.id}
                    alert={alert}
                    place={devices.get(alert.device ?? '')?.facts['location']?.value}
                  />
                ))}
              </ul>
              {rows.length > MOST && (
                <p className={classes['more']}>and {countText(rows.length - MOST, 'more thing')}</p>
              )}
            </>
          );
        }}
      </Loaded>
    </section>
  );
}

function OneHand({ alert, place }: { readonly alert: RaisedAlert; readonly place: string | undefined }) {
  const { severity, device, deviceName, text, next, acknowledged } = alert;
  return (
    <li data-severity={severity} data-taken={acknowledged !== null || undefined}>
      <Icon name={severity === 'critical' ? 'stop' : 'warn'} size={40} />
      <span className={classes['what']}>
        <strong>
          <Said>{device === null ? 'This machine' : (deviceName ?? device)}</Said>
          {place && (
            <small>
              <Said>{place}</Said>
            </small>
          )}
        </strong>
        <span>
          <Said lines={2}>{capital(text)}</Said>
        </span>
        <small>
          {acknowledged === null ? (
            <Said lines={2}>{next}</Said>
          ) : (
            <Said>{`${acknowledged.by ?? 'Somebody'} looks after it`}</Said>
          )}
        </small>
      </span>
    </li>
  );
}

function rank({ severity, acknowledged }: RaisedAlert): number {
  return (acknowledged === null ? 0 : 2) + (severity === 'critical' ? 0 : 1);
}

// as many as are read from across a room
const MOST = 5;
