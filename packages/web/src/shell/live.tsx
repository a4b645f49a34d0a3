import { useStream } from '../data/use.ts';
import classes from './live.module.css';

/** Whether what is shown follows the devices. */
export function Live() {
  const { state, look } = useStream();
  return (
    <span role="status" className={classes['live']} data-state={state}>
      <span className={classes['dot']} />
      {state === 'live' ? (look === null ? 'Live' : 'Looking …') : WORDS[state]}
    </span>
  );
}

const WORDS = { connecting: 'Connecting …', cut: 'Not live' } as const;
