import type { PortUse, Protocol } from '../../contracts/protocol.ts';
import { answers } from './answers.ts';

const ports: readonly PortUse[] = [{ port: 515, transport: 'tcp', service: 'printer' }];

/** Line printer daemon, TCP 515 (RFC 1179): a print port, so there is no probe. The virtual side takes jobs. */
export const lpd: Protocol = {
  id: 'lpd',
  title: 'Line printer daemon',
  ports,
  probes: [],
  decodes: false,
  describe: () => ({ ok: false, error: { code: 'bad-magic', offset: 0, field: 'lpd' }, fields: [] }),
  answers,
};
