import { type Catalogue, formatPrefix, type NetworkInterface, type SegmentPlan, segmentsOf } from '@quietport/core';
import type { RouteFacts } from '@quietport/node';
import type { DoctorFacts } from './check.ts';
import { type Passage, protocolSights, type Sight } from './sight.ts';

/**
 * What can be seen from here, place by place and protocol by protocol: the segments that a look takes, the tunnels that
 * it leaves alone, and what lies behind routers.
 */
export function sightsOf(facts: DoctorFacts, catalogue: Catalogue): readonly Sight[] {
  const { chosen, interfaces } = facts;
  const tunnels = interfaces.filter((row) => row.pointToPoint && !chosen.interfaces.includes(row));
  return [
    ...chosen.interfaces.flatMap((row) =>
      segmentsOf([row])
        // loopback has no groups in IPv6: nobody is there who is not on its other side
        .filter(({ family }) => !(row.loopback && family === 6))
        .map((plan) => segmentSight(row, plan, facts, catalogue)),
    ),
    ...tunnels.flatMap((row) => segmentsOf([row]).map((plan) => leftAlone(plan, catalogue))),
    ...routedSights(facts, catalogue),
  ];
}

function segmentSight(row: NetworkInterface, plan: SegmentPlan, facts: DoctorFacts, catalogue: Catalogue): Sight {
  const { name, loopback, pointToPoint } = row;
  const { family } = plan;
  const about = { interface: name, prefix: prefixesOf(plan) };
  const link = facts.machine.links.find((one) => one.name === name);
  if (link !== undefined && (!link.up || link.carrier === false)) {
    const why = 'nothing is connected to the interface';
    const passage: Passage = { family, broadcast: false, groups: false, why, shut: true };
    const text = `Nothing: ${why}.`;
    const action = 'Plug in the cable, or join the wireless network.';
    return { ...about, place: 'segment', text, action, protocols: protocolSights(catalogue, passage) };
  }
  const deaf = facts.hearings.some((one) => one.interface === name && one.family === family && !one.heard);
  const broadcast = family === 4 && plan.broadcasts.length > 0 && !pointToPoint;
  const groups = !deaf;
  const why = pointToPoint ? TUNNELLED : deaf ? 'a group joined here hears nothing' : NO_GROUP[family];
  const protocols = protocolSights(catalogue, { family, broadcast, groups, why });
  if (loopback) {
    const text = 'Virtual devices on this machine, and no others.';
    return { ...about, place: 'loopback', text, action: 'quietport emulate --fleet demo starts some.', protocols };
  }
  if (pointToPoint) {
    const text = `A tunnel that was named: ${TUNNELLED}.`;
    return { ...about, place: 'tunnel', text, action: byPrefix(plan), protocols };
  }
  const text = `Whoever is on this segment can be asked.${limitsOf(link?.kind, facts)}`;
  const sweep = family === 4 ? ` quietport find ${about.prefix.split(' ')[0]} asks each address as well.` : '';
  return { ...about, place: 'segment', text, action: `quietport find asks.${sweep}`, protocols };
}

function limitsOf(kind: string | undefined, { machine: { confinement } }: DoctorFacts): string {
  const { container, ownNetwork } = confinement;
  const contained =
    container !== undefined || ownNetwork === true
      ? ' It is the one that this container or namespace was given, which need not be that of the machine.'
      : '';
  const apart = kind === 'wireless' ? ' An access point may keep wireless devices apart from each other.' : '';
  return contained + apart;
}

function leftAlone(plan: SegmentPlan, catalogue: Catalogue): Sight {
  const { family, interface: name } = plan;
  const passage: Passage = { family, broadcast: false, groups: false, why: TUNNELLED };
  return {
    interface: name,
    prefix: prefixesOf(plan),
    place: 'tunnel',
    text: `A tunnel, left alone unless it is named; ${TUNNELLED}.`,
    action: byPrefix(plan),
    protocols: protocolSights(catalogue, passage),
  };
}

/** Behind a router nothing is asked at once. */
function routedSights({ machine, chosen, interfaces }: DoctorFacts, catalogue: Catalogue): readonly Sight[] {
  const known = new Set(
    [...chosen.interfaces, ...interfaces.filter((row) => row.pointToPoint)].map(({ name }) => name),
  );
  const behind = machine.routes.filter((row) => row.gateway !== undefined && known.has(row.interface));
  const seen = new Set<string>();
  return behind.flatMap((route): Sight[] => {
    const key = `${route.prefix} ${route.interface}`;
    if (seen.has(key)) return [];
    seen.add(key);
    const family = route.prefix.includes(':') ? 6 : 4;
    const why = 'a router passes on no broadcast, and a group only where it was made to';
    return [
      {
        interface: route.interface,
        prefix: route.prefix,
        place: 'routed',
        text: `Behind the router ${route.gateway}: ${why}. So each address has to be asked.`,
        action: routedAction(route, family),
        protocols: protocolSights(catalogue, { family, broadcast: false, groups: false, why }),
      },
    ];
  });
}

function routedAction({ prefix }: RouteFacts, family: 4 | 6): string {
  const zone = 'Run there, quietport doctor --zone DOMAIN prints what DNS-SD finds for the DNS server of all.';
  if (family === 6) return `Name single addresses: an IPv6 prefix is too large to be swept. ${zone}`;
  const wide = Number(prefix.split('/')[1] ?? 0) < 16;
  return `${wide ? 'Name the prefix of that network: quietport find 10.0.4.0/24.' : `quietport find ${prefix} does.`} ${zone}`;
}

function byPrefix({ interface: name, family, prefixes }: SegmentPlan): string {
  const own = prefixes.find(({ length }) => family === 4 && length < 31);
  const what = own === undefined ? 'ADDRESS' : formatPrefix(own);
  return `quietport find -i ${name} ${what} asks each address there.`;
}

function prefixesOf(plan: SegmentPlan): string {
  return plan.prefixes.map(formatPrefix).join(' ');
}

const TUNNELLED = 'a tunnel has no broadcast, and carries groups only where it was made to';
const NO_GROUP = { 4: 'it has no broadcast here', 6: 'it has no group in IPv6' } as const;
