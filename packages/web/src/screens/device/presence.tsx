import type { History } from '../../data/documents.ts';
import { serverNow } from '../../data/server-time.ts';
import { exactTime } from '../../parts/time-ago.tsx';
import { spaced } from '../../parts/words.ts';
import classes from './device.module.css';

/** How the device was, from the first sample until now: a strip of the words that it had. */
export function Presence({ samples }: { readonly samples: History['samples'] }) {
  const states = samples.filter(({ metric }) => metric === 'state');
  const first = states[0];
  if (first === undefined) return null;
  const start = Date.parse(first.at);
  const end = Math.max(serverNow(), start + 1);
  const parts = states.map(({ at, value }, index) => ({
    word: String(value ?? 'not told'),
    at,
    share: ((states[index + 1] ? Date.parse(states[index + 1]?.at ?? at) : end) - Date.parse(at)) / (end - start),
  }));
  const words = [...new Set(parts.map(({ word }) => word))];
  return (
    <figure className={classes['presence']}>
      <figcaption>
        State since {exactTime(first.at)}: {words.map(spaced).join(', ')}
      </figcaption>
      <div className={classes['strip']} aria-hidden="true">
        {parts.map(({ word, at, share }) => (
          <span
            key={at}
            data-word={word}
            title={`${spaced(word)} since ${exactTime(at)}`}
            style={{ flexGrow: share }}
          />
        ))}
      </div>
    </figure>
  );
}
