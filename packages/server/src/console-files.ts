import { sep } from 'node:path';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/**
 * The files of the console. Those of `assets/` carry their content in their names and stay for a year; all others are asked
 * for anew, so that an upgrade is seen. What begins with a dot is not given out.
 */
export function serveConsole(app: FastifyInstance, folder: string): void {
  void app.register(fastifyStatic, {
    root: folder,
    dotfiles: 'ignore',
    cacheControl: false,
    setHeaders: (reply, path) =>
      void reply.header('cache-control', path.includes(`${sep}assets${sep}`) ? FOREVER : 'no-cache'),
  });
}

/**
 * Whether a path that is no file and no route may be a screen: a person goes there with a browser, and it is none of the
 * places where programs ask.
 */
export function isScreen({ method, url, headers }: Pick<FastifyRequest, 'method' | 'url' | 'headers'>): boolean {
  const [path = ''] = url.split('?');
  return (
    method === 'GET' &&
    (headers.accept ?? '').includes('text/html') &&
    !/^\/(api|assets|healthz|readyz|metrics)(\/|$)/.test(path) &&
    !/\.[a-z]+$/.test(path)
  );
}

const FOREVER = 'public, max-age=31536000, immutable';
