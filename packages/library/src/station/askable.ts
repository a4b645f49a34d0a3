import type { AskableProtocol, Catalogue, HostProbe, Probe } from '@quietport/core';

/** The rooms by which one host can be asked again and again. Those that only recall, and those of an order, are not. */
export function askableOf(catalogue: Catalogue): readonly AskableProtocol[] {
  return catalogue.flatMap(({ id, probes }) => {
    const asking = probes.filter(isRegular);
    const wakes = asking.some(({ ports }) => ports.some(({ transport }) => transport === 'tcp'));
    return asking.length === 0 ? [] : [{ id, wakes }];
  });
}

/** The rooms by which a segment tells who is there. */
export function finders(catalogue: Catalogue): readonly string[] {
  const finds = (probe: Probe) => probe.reach === 'segment' || (probe.reach === 'host' && probe.sweep !== undefined);
  return catalogue.filter(({ probes }) => probes.some(finds)).map(({ id }) => id);
}

/** With those on which some of them ride: they are asked after them. */
export function withOwners(methods: readonly string[], catalogue: Catalogue): readonly string[] {
  const rides = catalogue
    .filter(({ id }) => methods.includes(id))
    .flatMap(({ probes }) => probes.filter(isRegular))
    .flatMap((probe) => probe.rides ?? []);
  const owners = catalogue.filter(({ abilities }) => rides.some((ability) => abilities?.[ability] !== undefined));
  return [...new Set([...methods, ...owners.map(({ id }) => id)])];
}

function isRegular(probe: Probe): probe is HostProbe {
  return probe.reach === 'host' && probe.afterwards !== true && probe.onRequest !== true && probe.knocks !== true;
}
