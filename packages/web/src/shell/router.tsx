import {
  type AnyRouter,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { type ScreenEntry, screens } from '../screens/list.ts';
import { Broken, NotFound } from './astray.tsx';
import { Door } from './door.tsx';
import { Frame } from './frame.tsx';

/** The addresses of the console, made of the list of screens. What stands behind the question mark is text. */
export function makeRouter(): AnyRouter {
  const root = createRootRoute({ component: Outlet, notFoundComponent: Lost });
  const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Framed });
  const alone = createRoute({ getParentRoute: () => root, id: 'alone', component: Alone });
  const routeOf = (parent: () => typeof alone | typeof frame, { path, load }: ScreenEntry) =>
    createRoute({
      getParentRoute: parent,
      path,
      component: lazyRouteComponent(load, 'Screen'),
      errorComponent: Broken,
    });
  const framed = screens.filter(({ bare }) => !bare).map((screen) => routeOf(() => frame, screen));
  const bare = screens.filter((screen) => screen.bare).map((screen) => routeOf(() => alone, screen));
  return createRouter({
    routeTree: root.addChildren([frame.addChildren(framed), alone.addChildren(bare)]),
    defaultPreload: 'intent',
    scrollRestoration: true,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString();
      return text === '' ? '' : `?${text}`;
    },
  });
}

function Lost() {
  return (
    <Frame>
      <NotFound />
    </Frame>
  );
}

function Framed() {
  return (
    <Door>
      <Frame>
        <Outlet />
      </Frame>
    </Door>
  );
}

function Alone() {
  return (
    <Door>
      <Outlet />
    </Door>
  );
}
