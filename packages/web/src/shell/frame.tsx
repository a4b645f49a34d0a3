import { AppShell, Burger, UnstyledButton } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Link, useRouterState } from '@tanstack/react-router';
import { type ReactNode, useEffect, useState } from 'react';
import { Icon } from '../parts/icon.tsx';
import { groups, screens } from '../screens/list.ts';
import { AlertCount } from './alert-count.tsx';
import { Banners } from './banners.tsx';
import classes from './frame.module.css';
import { Live } from './live.tsx';
import { Mark } from './mark.tsx';
import { Palette } from './palette.tsx';
import { Scheme } from './scheme.tsx';
import { Who } from './who.tsx';

/** What stands around every screen: where one is, where one can go, whether what is shown is live. */
export function Frame({ children }: { readonly children: ReactNode }) {
  const [open, { toggle, close }] = useDisclosure();
  const [asking, setAsking] = useState(false);
  const path = useRouterState({ select: ({ location }) => location.pathname });
  // biome-ignore lint/correctness/useExhaustiveDependencies: whoever has gone somewhere has done with the menu
  useEffect(close, [path, close]);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (!(event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey))) return;
      event.preventDefault();
      setAsking(true);
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, []);
  return (
    <AppShell
      header={{ height: { base: 56, md: 0 } }}
      navbar={{ width: 232, breakpoint: 'md', collapsed: { mobile: !open } }}
      classNames={{ header: classes['top'] ?? '', navbar: classes['side'] ?? '' }}
    >
      <a className={classes['skip']} href="#screen">
        Skip to the screen
      </a>
      <AppShell.Header hiddenFrom="md">
        <Burger opened={open} onClick={toggle} size="sm" aria-label={open ? 'Close the menu' : 'Open the menu'} />
        <Mark />
        <UnstyledButton className={classes['round']} aria-label="Search" onClick={() => setAsking(true)}>
          <Icon name="search" />
        </UnstyledButton>
      </AppShell.Header>
      <AppShell.Navbar>
        <div className={classes['brand']}>
          <Mark />
        </div>
        <UnstyledButton className={classes['search']} onClick={() => setAsking(true)}>
          <Icon name="search" size={16} />
          <span>Search</span>
          <kbd>{isApple() ? '⌘ K' : 'Ctrl K'}</kbd>
        </UnstyledButton>
        <nav aria-label="Screens" className={classes['nav']}>
          {groups.map((group) => (
            <Places key={group} group={group} path={path} />
          ))}
        </nav>
        <Who />
        <div className={classes['foot']}>
          <Live />
          <Scheme />
        </div>
      </AppShell.Navbar>
      <AppShell.Main id="screen" tabIndex={-1} className={classes['main']}>
        <Banners />
        {children}
      </AppShell.Main>
      <Palette open={asking} close={() => setAsking(false)} />
    </AppShell>
  );
}

function Places({ group, path }: { readonly group: string; readonly path: string }) {
  const places = screens.filter(({ place }) => place?.group === group);
  if (places.length === 0) return null;
  return (
    <div>
      <p className={classes['group']}>{group}</p>
      <ul className={classes['places']}>
        {places.map(({ path: to, title, place }) => (
          <li key={to}>
            <Link to={to} className={classes['place']} aria-current={isAt(path, to) ? 'page' : undefined}>
              {place && <Icon name={place.icon} size={18} />}
              {title}
              {to === '/alerts' && <AlertCount />}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}

function isAt(path: string, to: string): boolean {
  return to === '/' ? path === '/' : path === to || path.startsWith(`${to}/`);
}

function isApple(): boolean {
  return /Mac|iPhone|iPad/.test(navigator.userAgent);
}
