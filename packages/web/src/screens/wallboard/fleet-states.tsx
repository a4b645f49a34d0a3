import type { Device } from '../../data/documents.ts';
import { Icon } from '../../parts/icon.tsx';
import { stateIconOf } from '../../parts/state-badge.tsx';
import { countStates } from '../../parts/states.ts';
import { capital, countText, numberText, spaced } from '../../parts/words.ts';
import classes from './wallboard.module.css';

/** How many devices there are, and how they do: a bar, then each state with its number. */
export function FleetStates({ devices }: { readonly devices: readonly Device[] }) {
  const counts = countStates(devices);
  return (
    <section className={classes['part']} aria-labelledby="states">
      <h2 id="states">{devices.length === 0 ? 'No device has answered yet' : countText(devices.length, 'device')}</h2>
      <div className={classes['bar']} aria-hidden="true">
        {counts.map(([word, count]) => (
          <span key={word} data-tone={stateIconOf(word)[0]} style={{ flexGrow: count }} />
        ))}
      </div>
      <ul className={classes['states']}>
        {counts.map(([word, count]) => (
          <li key={word} data-tone={stateIconOf(word)[0]}>
            <Icon name={stateIconOf(word)[1]} size={26} />
            <span>{capital(spaced(word))}</span>
            <strong>{numberText(count)}</strong>
          </li>
        ))}
      </ul>
    </section>
  );
}
