import type { Handlers } from '@quietport/api';
import type { AlertRule } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import {
  type AlertWatch,
  alertDocument,
  alertRulesDocument,
  alertsDocument,
  deleteRule,
  findDevice,
  putRule,
  rulesOf,
  type ShownAlert,
  silencesDocument,
} from '@quietport/library';
import { systemClock } from '@quietport/node';
import type { Keeping } from './keeping.ts';
import { nameOf } from './name-of.ts';
import type { ServedStation } from './station.ts';

type Alerting = Pick<
  Handlers,
  | 'alerts'
  | 'alert'
  | 'acknowledge'
  | 'unacknowledge'
  | 'silences'
  | 'silence'
  | 'unsilence'
  | 'alertRules'
  | 'putAlertRule'
  | 'deleteAlertRule'
>;

export function alertHandlers(station: ServedStation, watch: AlertWatch, { kept }: Pick<Keeping, 'kept'>): Alerting {
  const shown = ({ alert, silenced }: ShownAlert) => alertDocument(alert, silenced, station.virtual);
  const silences = async () => silencesDocument(await watch.silences(), station.virtual);
  const rules = async () => alertRulesDocument(await rulesOf(kept));
  return {
    alerts: async ({ query: { limit, cursor, ...filter } }) => {
      const all = await watch.list(filter);
      const before = all.findIndex(({ alert }) => alert.id === cursor);
      if (cursor !== undefined && before < 0) throw new Fault('request/bad-cursor');
      const page = all.slice(before + 1, before + 1 + limit);
      const next = before + 1 + limit < all.length ? page.at(-1)?.alert.id : undefined;
      return alertsDocument(page, await watch.list({ state: 'open' }), station.virtual, next);
    },
    alert: async ({ params }) => shown(await watch.get(params.alert)),
    acknowledge: async ({ params, body: { note }, visit }) =>
      shown(await watch.acknowledge(params.alert, { by: nameOf(visit), note })),
    unacknowledge: async ({ params }) => shown(await watch.acknowledge(params.alert, undefined)),
    silences,
    silence: async ({ body: { device, rule, until, reason }, visit }) => {
      if (rule !== undefined && !(await rulesOf(kept)).some(({ id }) => id === rule))
        throw new Fault('alert/no-such-rule', { rule });
      const id = device === undefined ? undefined : (await findDevice(station.store, device)).id;
      await watch.silence({
        ...(id === undefined ? {} : { device: id }),
        ...(rule === undefined ? {} : { rule }),
        ...{ until: Date.parse(until), reason, by: nameOf(visit) },
      });
      return silences();
    },
    unsilence: async ({ params }) => {
      await watch.unsilence(params.silence);
      return silences();
    },
    alertRules: rules,
    putAlertRule: async ({ params, body }) => {
      const rule: AlertRule = { id: params.rule, ...body };
      await putRule(rule, systemClock.now(), kept);
      return rules();
    },
    deleteAlertRule: async ({ params }) => {
      await deleteRule(params.rule, kept);
      return rules();
    },
  };
}

/** Before there are users nobody has a name. */
