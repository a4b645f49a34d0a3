import type { NetworkInterface } from '@quietport/core';
import { type Check, type DoctorFacts, NOTHING_TO_DO } from './check.ts';
import { firewallChecks } from './firewall-check.ts';
import { holdersChecks } from './holders-check.ts';
import { vaultChecks } from './vault-check.ts';

/** Every check, in the order in which a person would mend things. */
export function checksOf(facts: DoctorFacts): readonly Check[] {
  return checks.flatMap((check) => check(facts));
}

/** Nothing could be heard from here, whatever is out there. */
export function isBlind({ chosen, hearings, machine }: DoctorFacts): boolean {
  if (chosen.interfaces.length === 0) return true;
  const links = chosen.interfaces.flatMap(({ name }) => machine.links.find((link) => link.name === name) ?? []);
  if (links.length > 0 && links.every(({ up, carrier }) => !up || carrier === false)) return true;
  return hearings.length > 0 && hearings.every(({ heard }) => !heard);
}

const checks: readonly ((facts: DoctorFacts) => readonly Check[])[] = [
  platform,
  interfaces,
  links,
  multicast,
  routes,
  vpn,
  container,
  permissions,
  firewallChecks,
  holdersChecks,
  vaultChecks,
  neighbours,
];

function platform({ machine }: DoctorFacts): readonly Check[] {
  if (machine.platform === 'linux') return [];
  const text = `This system (${machine.platform}) tells little of itself to us: links, container, firewall and holders of ports are unknown.`;
  return [{ check: 'platform', state: 'unknown', text, action: 'Read what is ok below as far as it goes.' }];
}

function interfaces({ chosen, interfaces: all, allowed }: DoctorFacts): readonly Check[] {
  const limit = allowed === undefined ? '' : ` QUIETPORT_INTERFACES allows ${allowed.join(', ')}.`;
  if (chosen.interfaces.length === 0) {
    const text = `No interface is up that may be looked at.${limit}`;
    const action =
      chosen.leftAlone.length > 0 ? 'Name a VPN interface with -i to look at it.' : 'Connect this machine.';
    return [{ check: 'interfaces', state: 'problem', text, action }];
  }
  const names = chosen.interfaces.map(interfaceText).join('; ');
  if (chosen.interfaces.every((row) => row.loopback)) {
    const text = `Only loopback is looked at: ${names}.${limit} Virtual devices can be seen, real ones cannot.`;
    const action =
      allowed !== undefined
        ? 'To see real devices, add the interface of your network to QUIETPORT_INTERFACES.'
        : all.every((row) => row.loopback)
          ? 'Connect this machine.'
          : 'Name another interface with -i.';
    return [{ check: 'interfaces', state: 'warning', text, action }];
  }
  return [{ check: 'interfaces', state: 'ok', text: `Looked at: ${names}.${limit}`, action: NOTHING_TO_DO }];
}

function interfaceText({ name, addresses }: NetworkInterface): string {
  return `${name} ${addresses.map(({ address, prefixLength }) => `${address}/${prefixLength}`).join(' ')}`;
}

function links({ chosen, machine }: DoctorFacts): readonly Check[] {
  return chosen.interfaces.flatMap(({ name }): Check[] => {
    const link = machine.links.find((row) => row.name === name);
    if (link === undefined) return [];
    if (!link.up || link.carrier === false) {
      const text = `${name} is ${link.up ? 'up, but nothing is connected to it' : 'down'}.`;
      return [{ check: 'link', state: 'problem', text, action: 'Plug in the cable, or join the wireless network.' }];
    }
    if (link.kind !== 'wireless') return [];
    const text = `${name} is wireless: access points often keep stations apart, and sleepy printers miss groups.`;
    const action = 'If a printer is missed, ask it by address, or look from a wired machine.';
    return [{ check: 'link', state: 'warning', text, action }];
  });
}

function multicast({ hearings, machine }: DoctorFacts): readonly Check[] {
  return hearings.map((row): Check => {
    const on = `${row.interface} over IPv${row.family}`;
    if (row.heard) {
      const text = `A group joined on ${on} hears what this machine sends to it.`;
      return { check: 'multicast', state: 'ok', text, action: NOTHING_TO_DO };
    }
    const flagged = machine.links.find((link) => link.name === row.interface)?.multicast;
    const why = row.trouble ?? (flagged === false ? 'The interface has multicast switched off.' : 'Nothing came back.');
    const text = `A group joined on ${on} hears nothing. ${why}`;
    const action =
      flagged === false
        ? `Switch it on: ip link set ${row.interface} multicast on.`
        : 'Look for a packet filter on this machine, or ask devices by address.';
    return { check: 'multicast', state: 'problem', text, action };
  });
}

function routes({ machine, chosen }: DoctorFacts): readonly Check[] {
  const usable = machine.routes.filter((row) => row.gateway !== undefined && row.interface !== '*');
  if (usable.length === 0) {
    const text = 'No route leads behind a router: only the segments of the interfaces can be asked.';
    const action = 'For another network, connect this machine to it or to a router.';
    return [{ check: 'routes', state: chosen.interfaces.length > 0 ? 'ok' : 'warning', text, action }];
  }
  const list = usable.map((row) => `${wide(row.prefix)} by ${row.gateway} (${row.interface})`).join('; ');
  const text = `Networks behind a router: ${list}. Broadcasts and groups do not cross a router.`;
  const action = 'To look there, name the prefix: quietport find 10.0.4.0/24.';
  return [{ check: 'routes', state: 'ok', text, action }];
}

function wide(prefix: string): string {
  return prefix === '0.0.0.0/0' ? 'everything else' : prefix === '::/0' ? 'everything else in IPv6' : prefix;
}

function vpn({ chosen, machine }: DoctorFacts): readonly Check[] {
  const tunnels = machine.links.filter((row) => row.kind === 'tunnel' && row.up).map(({ name }) => name);
  const through = machine.routes.filter((row) => tunnels.includes(row.interface) && row.prefix !== '::/0');
  if (tunnels.length === 0 && chosen.leftAlone.length === 0) return [];
  const takes = through.map(({ prefix }) => wide(prefix)).join(', ');
  const text = `VPN or point-to-point: ${tunnels.join(', ')}${takes === '' ? '' : `, which takes ${takes}`}. It is left alone unless it is named.`;
  const action =
    'To look through it, name it with -i, and ask by prefix; if it hides the local segment, switch it off.';
  return [{ check: 'vpn', state: 'warning', text, action }];
}

function container({ machine }: DoctorFacts): readonly Check[] {
  const { container: name, ownNetwork } = machine.confinement;
  if (machine.platform !== 'linux') return [];
  if (name === undefined && ownNetwork !== true) {
    const text = 'This is no container that we know of.';
    return [{ check: 'container', state: 'ok', text, action: NOTHING_TO_DO }];
  }
  const where = name === undefined ? 'a network namespace of its own' : `a container (${name})`;
  const text = `This runs in ${where}: broadcasts and groups of the machine's own segment may not come in.`;
  const action = 'Give it the network of the host (docker run --network host), or ask devices by address.';
  return [{ check: 'container', state: 'warning', text, action }];
}

function permissions({ machine }: DoctorFacts): readonly Check[] {
  const { uid, unprivilegedFrom } = machine.confinement;
  if (uid === undefined) return [];
  const low = unprivilegedFrom === undefined ? 'ports below 1024' : `ports below ${unprivilegedFrom}`;
  const text =
    uid === 0
      ? 'This is root: nothing that a look needs is denied.'
      : `This is an ordinary user, which is enough to look; ${low} cannot be served, and firewall rules not be read.`;
  return [{ check: 'permissions', state: 'ok', text, action: NOTHING_TO_DO }];
}

function neighbours({ machine, chosen }: DoctorFacts): readonly Check[] {
  if (machine.platform !== 'linux') return [];
  const large = chosen.interfaces.some(
    (row) =>
      !row.loopback &&
      row.addresses.some((own) => own.family === 4 && 2 ** (32 - own.prefixLength) > machine.neighbourLimit),
  );
  if (!large) return [];
  const text = `A segment here has more addresses than the ${machine.neighbourLimit} neighbours that this kernel keeps: a sweep of it is slowed down so that none is lost.`;
  const action = 'To sweep faster, raise net.ipv4.neigh.default.gc_thresh3.';
  return [{ check: 'neighbours', state: 'warning', text, action }];
}
