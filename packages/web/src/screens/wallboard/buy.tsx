import { useQuery } from '@tanstack/react-query';
import { documentOf } from '../../data/query.ts';
import { LevelBar } from '../../parts/level-bar.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded } from '../../parts/standing.tsx';
import classes from './wallboard.module.css';

/** What runs out first. Nothing of it is guessed: what nobody knows does not stand here. */
export function Buy() {
  // forecasts move with the days, and have no event
  const query = useQuery({
    ...documentOf('GET /api/v1/supplies', { query: { limit: 50 } }),
    refetchInterval: AGAIN_MS,
  });
  return (
    <section className={classes['part']} aria-labelledby="buy">
      <h2 id="buy">To buy next</h2>
      <Loaded query={query}>
        {({ supplies }) => {
          const rows = supplies.filter(({ urgency }) => urgency === 'now' || urgency === 'soon').slice(0, MOST);
          return rows.length === 0 ? (
            <p className={classes['quiet']}>Nothing within two weeks, as far as is known.</p>
          ) : (
            <ul className={classes['buy']}>
              {rows.map((row) => (
                <li key={`${row.device.id} ${row.reading}`}>
                  <span className={classes['what']}>
                    <strong>
                      <Said>{row.name}</Said>
                    </strong>
                    <small>
                      <Said>{row.device.name ?? row.device.model ?? row.device.id}</Said>
                    </small>
                  </span>
                  <span className={classes['when']}>{row.urgency === 'now' ? 'now' : row.forecast}</span>
                  <LevelBar name={row.name} colorant={row.colorant} level={row.level} text={row.text} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
    </section>
  );
}

const AGAIN_MS = 60_000;
const MOST = 5;
