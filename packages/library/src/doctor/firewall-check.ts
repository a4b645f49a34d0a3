import { type Check, type DoctorFacts, NOTHING_TO_DO } from './check.ts';

/** A unicast reply to a broadcast comes from an address that was never asked: a filter that tracks calls it a stranger. */
export function firewallChecks({ machine }: DoctorFacts): readonly Check[] {
  const { chains, tracks, by } = machine.firewall;
  if (machine.platform !== 'linux') return [];
  if (chains === undefined) {
    const tracking = tracks === true ? 'Connections are tracked, so a filter is likely' : 'Connections are not tracked';
    const text = `The rules of the firewall cannot be read from here. ${tracking}; one that drops strangers drops replies to broadcasts.`;
    const action = 'Run quietport doctor once with privilege (sudo): it then reads the rules of nftables or iptables.';
    return [{ check: 'firewall', state: 'unknown', text, action }];
  }
  const deaf = chains.filter(
    (chain) => chain.dropsRest && !wanted.every((port) => chain.acceptsUdpFrom.includes(port)),
  );
  if (deaf.length === 0) {
    const what = chains.length === 0 ? 'has no chain for what comes in' : 'lets replies to broadcasts in';
    return [{ check: 'firewall', state: 'ok', text: `The firewall (read by ${by}) ${what}.`, action: NOTHING_TO_DO }];
  }
  const names = deaf.map(({ name }) => name).join(', ');
  const text = `The firewall (${names}) drops what no rule accepts: a reply to our broadcast comes from an address that was never asked, and may be dropped.`;
  const action = `Accept UDP from the ports ${wanted.join(', ')} of the local segment, or ask devices by address.`;
  return [{ check: 'firewall', state: 'warning', text, action }];
}

// SNMP and ENPC answer broadcasts by unicast, from their own ports
const wanted = [161, 3289];
