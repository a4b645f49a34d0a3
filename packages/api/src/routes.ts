import type { z } from 'zod';
import { alertRoutes } from './routes/alerts.ts';
import { channelRoutes } from './routes/channels.ts';
import { correctionRoutes } from './routes/corrections.ts';
import { credentialRoutes } from './routes/credentials.ts';
import { csvRoutes } from './routes/csv.ts';
import { deviceRoutes } from './routes/devices.ts';
import { exposureRoutes } from './routes/exposure.ts';
import { healthRoutes } from './routes/health.ts';
import { jobRoutes } from './routes/jobs.ts';
import { observedRoutes } from './routes/observed.ts';
import { peopleRoutes } from './routes/people.ts';
import { planRoutes } from './routes/plans.ts';
import { portRoutes } from './routes/ports.ts';
import { settingRoutes } from './routes/settings.ts';
import { supplyRoutes } from './routes/supplies.ts';
import { tokenRoutes } from './routes/tokens.ts';
import { watchingRoutes } from './routes/watching.ts';
import type { Visit } from './visit.ts';

/** Every path there is; those that belong together are one file of `routes/`. */
export const routes = {
  ...alertRoutes,
  ...channelRoutes,
  ...deviceRoutes,
  ...correctionRoutes,
  ...supplyRoutes,
  ...csvRoutes,
  ...portRoutes,
  ...observedRoutes,
  ...jobRoutes,
  ...planRoutes,
  ...watchingRoutes,
  ...exposureRoutes,
  ...healthRoutes,
  ...peopleRoutes,
  ...tokenRoutes,
  ...credentialRoutes,
  ...settingRoutes,
} as const;

export type Routes = typeof routes;
export type RouteId = keyof Routes;

type Parsed<R, K extends string> = R extends { readonly [key in K]: infer S extends z.ZodType }
  ? z.output<S>
  : undefined;

/** A body as it comes, with what its sender calls it. */
export interface AskedDocument {
  /** MIME media type, in small letters. */
  readonly type: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** What a handler is asked, checked by the schemas of its route. */
export interface Asked<K extends RouteId> {
  readonly params: Parsed<Routes[K], 'params'>;
  readonly query: Parsed<Routes[K], 'query'>;
  readonly body: Parsed<Routes[K], 'body'>;
  /** The document that comes as the body, where the route takes one. */
  readonly document: AskedDocument | undefined;
  /** Who asks, and from where. */
  readonly visit: Visit;
  readonly signal: AbortSignal;
}

/** One handler a route. */
export type Handlers = { readonly [K in RouteId]: (asked: Asked<K>) => Promise<Given<Routes[K]>> };

/** A document of the route's schema, or a text of its type. */
type Given<R> = R extends { readonly type: string } ? string : object;
