import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { soonest, toBuy } from '../../data/to-buy.ts';
import { LevelBar } from '../../parts/level-bar.tsx';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded } from '../../parts/standing.tsx';
import classes from './overview.module.css';

/** The supplies that run out first, and when. */
export function Buy() {
  const query = useQuery(toBuy);
  return (
    <Card title="To buy next" flush>
      <Loaded query={query}>
        {({ supplies }) => {
          const rows = soonest(supplies, MOST);
          if (rows.length === 0)
            return (
              <Empty icon="supplies" title="Nothing within two weeks, as far as is known.">
                A forecast needs a few days of history. <Link to="/supplies">All supplies</Link> stand by urgency.
              </Empty>
            );
          return (
            <>
              <ul className={classes['rows']}>
                {rows.map((row) => (
                  <li key={`${row.device.id} ${row.reading}`}>
                    <Link to="/devices/$id" params={{ id: row.device.id }} className={classes['row']}>
                      <span className={classes['what']}>
                        <Said>{row.name}</Said>
                        <small>
                          <Said>{row.device.name ?? row.device.model ?? row.device.id}</Said>
                        </small>
                      </span>
                      <span className={classes['level']}>
                        <LevelBar name={row.name} colorant={row.colorant} level={row.level} text={row.text} />
                        <span>{row.text}</span>
                      </span>
                      <small>{row.urgency === 'now' ? 'now' : row.forecast}</small>
                    </Link>
                  </li>
                ))}
              </ul>
              <p className={classes['more']}>
                <Link to="/supplies">All supplies</Link>
              </p>
            </>
          );
        }}
      </Loaded>
    </Card>
  );
}

const MOST = 5;
