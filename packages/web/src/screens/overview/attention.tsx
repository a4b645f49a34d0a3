import { Link } from '@tanstack/react-router';
import type { Device } from '../../data/documents.ts';
import { Card } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty } from '../../parts/standing.tsx';
import { StateBadge } from '../../parts/state-badge.tsx';
import { TimeAgo } from '../../parts/time-ago.tsx';
import { capital, modelOf, spaced, titleOf } from '../../parts/words.ts';
import classes from './overview.module.css';

/** Devices that have stopped, cannot be reached or say that something is wrong with them: the newest first. */
export function Attention({ devices }: { readonly devices: readonly Device[] }) {
  const rows = devices
    .filter(({ state, alerts }) => NEEDY.includes(state.word) || alerts.length > 0)
    .sort((a, b) => rank(a) - rank(b) || b.state.since.localeCompare(a.state.since));
  return (
    <Card title="Needs attention" flush>
      {rows.length === 0 ? (
        <Empty icon="check" title="Nothing needs you.">
          Devices that stop, cannot be reached or ask for something come here first. Who is asleep is not among them.
        </Empty>
      ) : (
        <ul className={classes['rows']}>
          {rows.slice(0, MOST).map((device) => (
            <li key={device.id}>
              <Link to="/devices/$id" params={{ id: device.id }} className={classes['row']}>
                <span className={classes['what']}>
                  <Said>{titleOf(device)}</Said>
                  <small>
                    <Said>{modelOf(device)}</Said>
                  </small>
                </span>
                <span className={classes['why']}>
                  <StateBadge word={device.state.word} />
                  <Said lines={2}>{reasonOf(device)}</Said>
                </span>
                <small>
                  <TimeAgo at={device.state.since} />
                </small>
              </Link>
            </li>
          ))}
        </ul>
      )}
      {rows.length > MOST && (
        <p className={classes['more']}>
          <Link to="/devices" search={{ state: 'stopped' }}>
            {rows.length - MOST} more
          </Link>
        </p>
      )}
    </Card>
  );
}

/** In the words of the device, reasons first. */
function reasonOf({ state, alerts }: Device): string {
  const words = [...state.reasons.map(spaced), ...alerts.map(({ text, code }) => text ?? spaced(code))];
  return capital([...new Set(words)].join(', '));
}

function rank({ state }: Device): number {
  const place = NEEDY.indexOf(state.word);
  return place < 0 ? NEEDY.length : place;
}

const NEEDY = ['stopped', 'unreachable'];
const MOST = 8;
