import { useQuery } from '@tanstack/react-query';
import { soonest, toBuy } from '../../data/to-buy.ts';
import { LevelBar } from '../../parts/level-bar.tsx';
import { Said } from '../../parts/said.tsx';
import { Loaded } from '../../parts/standing.tsx';
import classes from './wallboard.module.css';

/** What runs out first. Nothing of it is guessed: what nobody knows does not stand here. */
export function Buy() {
  const query = useQuery(toBuy);
  return (
    <section className={classes['part']} aria-labelledby="buy">
      <h2 id="buy">To buy next</h2>
      <Loaded query={query}>
        {({ supplies }) => {
          const rows = soonest(supplies, MOST);
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

const MOST = 5;
