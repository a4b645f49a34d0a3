import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { fleet } from '../../data/fleet.ts';
import { Loaded } from '../../parts/standing.tsx';
import { Buy } from './buy.tsx';
import { FleetStates } from './fleet-states.tsx';
import { Hands } from './hands.tsx';
import { Head } from './head.tsx';
import classes from './wallboard.module.css';

/** For a screen on a wall, read from across the room: nothing to press, and it follows the devices by itself. */
export function Screen() {
  const known = useQuery(fleet);
  useEffect(() => {
    document.title = 'Wallboard · Quietport';
  }, []);
  useEffect(stayAwake, []);
  return (
    <div className={classes['board']}>
      <Head />
      <Loaded query={known}>
        {({ devices }) => (
          <main className={classes['parts']}>
            <Hands devices={devices} />
            <FleetStates devices={[...devices.values()].filter(({ ignored }) => !ignored)} />
            <Buy />
          </main>
        )}
      </Loaded>
    </div>
  );
}

/** The screen stays on while the board is looked at, where the browser lets it. */
function stayAwake(): () => void {
  let lock: WakeLockSentinel | undefined;
  let over = false;
  const ask = async () => {
    if (document.visibilityState !== 'visible' || !('wakeLock' in navigator)) return;
    // a battery that is low is a reason to say no
    const given = await navigator.wakeLock.request('screen').catch(() => undefined);
    if (over) void given?.release();
    else lock = given;
  };
  const again = () => void ask();
  again();
  document.addEventListener('visibilitychange', again);
  return () => {
    over = true;
    document.removeEventListener('visibilitychange', again);
    void lock?.release();
  };
}
