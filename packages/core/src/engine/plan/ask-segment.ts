import type { UdpOptions } from '../../contracts/network.ts';
import type { ListenProbe, SegmentProbe } from '../../contracts/protocol.ts';
import { Fault } from '../../model/fault.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import type { Asking } from './asking.ts';
import { joined, openGroupEar } from './group-ear.ts';
import { actualPort, type SegmentPlan } from './order.ts';

/**
 * Asks one segment by broadcast and group, and hears announcements meanwhile without waiting for them. A passive look
 * listens for its whole patience, and asks only who announced itself, if it may.
 */
export async function askSegment(plan: SegmentPlan, asking: Asking): Promise<void> {
  const { order, methods } = asking;
  const listening = methods.listening.map((probe) => listenOn(probe, plan, asking));
  if (!order.passive) {
    await Promise.all(methods.onSegment.map((probe) => askOn(probe, plan, asking)));
    return;
  }
  const attending = methods.onSegment.filter((probe) => order.attends === true && probe.attend !== undefined);
  await Promise.all([...listening, ...attending.map((probe) => askOn(probe, plan, asking, true))]);
}

async function askOn(probe: SegmentProbe, plan: SegmentPlan, asking: Asking, attends = false): Promise<void> {
  const { order, world, talks, signal } = asking;
  const port = actualPort(order.fleet, plan.loopback, probe.ports[0]!.port);
  const targets = targetsOf(probe, plan, port);
  if (targets.length === 0) return;
  const { patienceMs, community } = order;
  const { clock } = world;
  const { interface: name, family, own } = plan;
  const segment = { interface: name, family, targets, patienceMs, own, community, nowMs: clock.monotonic() };
  const talk = attends ? probe.attend?.(segment) : probe.talk(segment);
  if (talk === undefined) return;
  const until = attends ? clock.timeout(patienceMs, signal) : signal;
  const network = world.gate.for(probe);
  const group = probe.groups[family];
  const socket = async () => {
    const mouth = await network.udp(mouthOptions(probe, plan));
    if (probe.hearsAnnouncements !== true || group === undefined) return mouth;
    try {
      return joined(mouth, await openGroupEar(network, { ...plan, group, port }));
    } catch (error) {
      // somebody holds the port for himself: what answers is heard all the same
      if (error instanceof Fault) talks.trouble(error);
      return mouth;
    }
  };
  const ending = await talks.hold(talk, { network, socket }, until, name);
  if (ending !== undefined && !attends) talks.attempted(targets[0]!, probe.id, ending.is, name);
}

function targetsOf(probe: SegmentProbe, plan: SegmentPlan, port: number): Endpoint[] {
  const at = (address: string): Endpoint => ({ address, port, transport: 'udp' });
  const group = probe.groups[plan.family];
  return [
    ...(probe.broadcast ? plan.broadcasts.map(at) : []),
    ...(group === undefined ? [] : [at(plan.family === 6 ? `${group}%${plan.interface}` : group)]),
  ];
}

function mouthOptions(probe: SegmentProbe, plan: SegmentPlan): UdpOptions {
  const group = probe.groups[plan.family];
  return {
    family: plan.family,
    interface: plan.interface,
    broadcast: probe.broadcast,
    // hundreds may answer in the same moment
    receiveBuffer: RECEIVE_BUFFER,
    multicastTtl: probe.groupTtl ?? 255,
    ...(probe.localPort === undefined ? {} : { port: probe.localPort, shared: true }),
    ...(group === undefined || probe.localPort === undefined ? {} : { groups: [group] }),
  };
}

async function listenOn(probe: ListenProbe, plan: SegmentPlan, asking: Asking): Promise<void> {
  const { order, world, talks, signal } = asking;
  const group = probe.groups[plan.family];
  // what is said to groups of the other family alone is not heard here
  if (group === undefined && Object.keys(probe.groups).length > 0) return;
  const port = actualPort(order.fleet, plan.loopback, probe.ports[0]!.port);
  const { interface: name, family, own } = plan;
  const { patienceMs, community } = order;
  const groups = group === undefined ? {} : { groups: [group] };
  const network = world.gate.for(probe);
  const talk = probe.talk({ interface: name, family, targets: [], patienceMs, own, community });
  const socket = () =>
    probe.onGroupAddress === true && group !== undefined
      ? openGroupEar(network, { ...plan, group, port })
      : network.udp({ family, interface: name, port, shared: true, ...groups });
  await talks.hold(talk, { network, socket }, world.clock.timeout(patienceMs, signal), name);
}

const RECEIVE_BUFFER = 4 * 1024 * 1024;
