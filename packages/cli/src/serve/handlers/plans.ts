import type { Handlers } from '@quietport/api';
import { Fault } from '@quietport/core/fault';
import {
  identify,
  identifyDocument,
  type KeptPlan,
  keptPlanDocument,
  keptPlans,
  keptPlansDocument,
  type PlanDesk,
  type PlanPlace,
} from '@quietport/library';
import { nameOf } from './name-of.ts';
import type { ServedStation } from './station.ts';

type Planning = Pick<Handlers, 'plans' | 'plan' | 'makePlan' | 'applyPlan' | 'discardPlan' | 'undoRun' | 'identify'>;

/** What changing devices takes. */
export interface Changing {
  readonly desk: PlanDesk;
  place(): PlanPlace;
}

export function planHandlers(station: ServedStation, { desk, place }: Changing): Planning {
  const shown = (plan: KeptPlan) => keptPlanDocument(plan, desk.isRunning(plan.id), station.virtual);
  return {
    plans: async ({ query: { limit, cursor } }) => {
      const [, at, id] = /^(\d+(?:\.\d+)?)-(p[0-9a-f]+)$/.exec(cursor ?? '') ?? [];
      if (cursor !== undefined && id === undefined) throw new Fault('request/bad-cursor');
      const behind = id === undefined ? undefined : { at: Number(at), id };
      const rows = await keptPlans(limit, behind, station.store);
      const last = rows.length === limit ? rows.at(-1) : undefined;
      const next = last === undefined ? undefined : `${last.at}-${last.id}`;
      return keptPlansDocument(rows, (plan) => desk.isRunning(plan), station.virtual, next);
    },
    plan: async ({ params }) => shown(await desk.get(params.plan)),
    makePlan: async ({ body: { devices }, visit, signal }) => {
      const wanted = Object.entries(devices).map(([id, values]) => ({ id, values }));
      return shown(await desk.make(wanted, nameOf(visit), signal));
    },
    applyPlan: async ({ params, visit }) => shown(await desk.approve(params.plan, nameOf(visit))),
    discardPlan: async ({ params, visit }) => shown(await desk.discard(params.plan, nameOf(visit))),
    undoRun: async ({ params, visit, signal }) => shown(await desk.makeUndo(params.run, nameOf(visit), signal)),
    identify: async ({ params, body: { actions }, signal }) => {
      const { device, protocol, address } = await identify(params.id, actions, place().world(signal));
      return identifyDocument(device.id, protocol, address);
    },
  };
}
