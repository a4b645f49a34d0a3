import type { Ncdp2Frame } from '../codec.ts';
import { FUNCTION, RESULT } from '../codec-tables.ts';
import type { AttributeGroup } from '../server/attribute-groups.ts';
import { capabilitiesOf, capabilitiesOfServer } from '../server/capabilities.ts';
import { type About, type Request, replyTo } from './reply.ts';
import type { DeskOptions } from './session-desk.ts';

/** Section 4, letter Q: what a device tells over TLS. `about` is the one device that the request means. */
export function answerQuery(
  request: Request,
  about: About | undefined,
  { devices, limits }: Pick<DeskOptions, 'devices' | 'limits'>,
): Ncdp2Frame {
  const asksAbilities = request.function === FUNCTION.capabilities.id;
  if (isServer(request)) {
    if (!asksAbilities) return replyTo(request, RESULT.notSupported);
    return replyTo(request, RESULT.done, { attributes: capabilitiesOfServer(devices, WAYS, limits) });
  }
  if (about === undefined) return replyTo(request, RESULT.noSuchDevice);
  if (asksAbilities) return replyTo(request, RESULT.done, { attributes: capabilitiesOf(about.device, WAYS) }, about);
  const group = groups.get(request.function);
  if (group === undefined) return replyTo(request, RESULT.notSupported, {}, about);
  return replyTo(request, RESULT.done, { attributes: devices.read(about.device, group) }, about);
}

/** 00/00 is the server itself, not a device. */
export function isServer({ deviceType, deviceNumber }: Pick<Request, 'deviceType' | 'deviceNumber'>): boolean {
  return deviceType === 0 && deviceNumber === 0;
}

const WAYS = ['udp', 'tls'] as const;
const groups: ReadonlyMap<number, AttributeGroup> = new Map([
  [FUNCTION.identity.id, 'identity'],
  [FUNCTION.status.id, 'status'],
  [FUNCTION.supplies.id, 'supplies'],
  [FUNCTION.counters.id, 'counters'],
  [FUNCTION.everything.id, 'everything'],
]);
