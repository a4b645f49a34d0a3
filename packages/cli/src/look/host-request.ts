import type { InspectRequest } from '@quietport/library';
import type { Context } from '../command.ts';
import { readFleetNote } from './fleet-note.ts';

/** What the settings of this call say about asking one host. */
export async function hostRequest(context: Context, host: string, knockPrintPorts: boolean): Promise<InspectRequest> {
  const { settings, interfaces } = context;
  const fleet = await readFleetNote(settings.data);
  return {
    host,
    interfaces,
    exclude: settings.exclude,
    rate: settings.rate,
    community: settings.community.reveal(),
    iOwnThis: settings.iOwnThis,
    knockPrintPorts,
    ...(settings.timeoutMs === undefined ? {} : { timeoutMs: settings.timeoutMs }),
    ...(fleet === undefined ? {} : { fleet }),
  };
}
