import type { Vault } from '@quietport/core';
import { machineFacts } from '@quietport/node';
import type { House } from '../house.ts';
import { chooseInterfaces } from '../interfaces.ts';
import type { Check, DoctorFacts } from './check.ts';
import { checksOf, isBlind } from './checks.ts';
import { hearItself } from './hear-itself.ts';
import { ourPorts } from './holders-check.ts';
import type { Sight } from './sight.ts';
import { sightsOf } from './sights.ts';
import { vaultState } from './vault-check.ts';

export interface Diagnosis {
  /** True where nothing could be heard from here, whatever is out there. */
  readonly blind: boolean;
  readonly checks: readonly Check[];
  /** What can be seen from here, by place and protocol. */
  readonly sights: readonly Sight[];
  readonly facts: DoctorFacts;
}

/**
 * Can this vantage point see at all? It reads what the machine tells of itself, and sends a few bytes to a group of its
 * own on the interfaces that a look would take: no further than the link, and to nobody.
 */
export async function doctor(
  request: {
    readonly interfaces?: readonly string[];
    readonly vault?: Vault;
    /** Nothing is sent: whether groups are heard stays unknown, and is taken for granted. */
    readonly quiet?: boolean;
  },
  house: House,
  signal: AbortSignal,
): Promise<Diagnosis> {
  const interfaces = await house.network.interfaces();
  const chosen = chooseInterfaces(interfaces, request.interfaces ?? [], house.allowedInterfaces);
  const [machine, hearings, vault] = await Promise.all([
    machineFacts(
      ourPorts.map(({ port }) => port),
      signal,
    ),
    request.quiet === true ? [] : hearItself(chosen.interfaces, house, signal),
    request.vault === undefined ? undefined : vaultState(request.vault),
  ]);
  const allowed = house.allowedInterfaces;
  const kept = vault === undefined ? {} : { vault };
  const facts: DoctorFacts = { machine, interfaces, chosen, allowed, hearings, ...kept };
  return { blind: isBlind(facts), checks: checksOf(facts), sights: sightsOf(facts, house.catalogue), facts };
}
