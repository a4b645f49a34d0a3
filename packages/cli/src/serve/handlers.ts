import type { Handlers } from '@quietport/api';
import type { Catalogue } from '@quietport/core';
import { type AlertWatch, Forecasts, type People } from '@quietport/library';
import { systemClock } from '@quietport/node';
import { alertHandlers } from './handlers/alerts.ts';
import { channelHandlers } from './handlers/channels.ts';
import { correctionHandlers } from './handlers/corrections.ts';
import { credentialHandlers } from './handlers/credentials.ts';
import { csvHandlers } from './handlers/csv.ts';
import { deviceHandlers } from './handlers/devices.ts';
import { exposureHandlers } from './handlers/exposure.ts';
import { healthHandlers } from './handlers/health.ts';
import { jobHandlers, type Printing } from './handlers/jobs.ts';
import type { Keeping } from './handlers/keeping.ts';
import { observedHandlers } from './handlers/observed.ts';
import { peopleHandlers } from './handlers/people.ts';
import { type Changing, planHandlers } from './handlers/plans.ts';
import { portHandlers } from './handlers/ports.ts';
import { settingHandlers } from './handlers/settings.ts';
import type { ServedStation } from './handlers/station.ts';
import { supplyHandlers } from './handlers/supplies.ts';
import { type Trusting, tokenHandlers } from './handlers/tokens.ts';
import { watchingHandlers } from './handlers/watching.ts';
import type { KeptSettings } from './kept-settings.ts';

/** What the handlers work with. */
export interface ServeParts extends Keeping, Changing, Printing, Trusting {
  readonly station: ServedStation;
  readonly catalogue: Catalogue;
  readonly watch: AlertWatch;
  readonly people: People;
  readonly settings: KeptSettings;
}

/** What stands behind each path: the verbs of the library, and their documents. One file for the routes of one file. */
export function handlersOf({ station, catalogue, watch, people, settings, ...parts }: ServeParts): Handlers {
  const forecasts = new Forecasts(systemClock);
  return {
    ...deviceHandlers(station, catalogue),
    ...correctionHandlers(station),
    ...supplyHandlers(station, forecasts),
    ...csvHandlers(station, forecasts),
    ...portHandlers(station, catalogue),
    ...observedHandlers(station, catalogue),
    ...jobHandlers(station, parts),
    ...planHandlers(station, parts),
    ...watchingHandlers(station),
    ...alertHandlers(station, watch, parts),
    ...channelHandlers(parts),
    ...exposureHandlers(station, catalogue),
    ...healthHandlers(station),
    ...peopleHandlers(people),
    ...tokenHandlers(parts),
    ...credentialHandlers(parts),
    ...settingHandlers(settings),
  };
}
