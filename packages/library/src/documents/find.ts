import type { Found } from '../find.ts';
import { deviceDocument, iso } from './device.ts';

/** The result of a look as `quietport/find@1`. */
export function findDocument(found: Found): object {
  return {
    schema: 'quietport/find@1',
    startedAt: iso(found.startedAt),
    finishedAt: iso(found.finishedAt),
    interrupted: found.interrupted,
    endedBy: found.endedBy,
    scope: found.scope,
    devices: found.devices.map(deviceDocument),
    coverage: found.coverage,
    ledger: found.ledger,
    refused: found.refused,
    troubles: found.troubles,
    conflicts: found.conflicts,
    announced: found.announced,
    unpublished: found.unpublished,
  };
}
