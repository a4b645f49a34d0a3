import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { isWithin } from '../../formats/oid.ts';
import type { Varbind } from '../../formats/snmp-varbind.ts';
import { agentAnswer } from './agent.ts';
import { deviceMib } from './device-mib.ts';
import { faultyTree } from './faulty-tree.ts';
import { type MibTree, mibTree } from './mib-tree.ts';
import { parseRecording } from './recording.ts';
import { engineIdOf, UsmAgent } from './usm-agent.ts';
import type { SnmpUserSecret } from './usm-keys.ts';

/**
 * An agent that replays the device's recording, or serves what its fields say; `recordings['snmp@NAME']` is what it has
 * in a context. It takes the device's communities, or `public`; where the device has users it speaks version 3 as well.
 * Quirks: `snmp.version` = `1` or `3`: it knows that version alone. `snmp.context` = NAME: what is not the system group
 * is in that context and nowhere else. `snmp.v3`: a fault of `UsmAgentParts`. `snmp.walk`: one of
 * `faultyTree`.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const only = device.quirks['snmp.version'];
  const trees = treesOf(device);
  const users = (device.secrets ?? []).filter((secret): secret is SnmpUserSecret => secret.for === 'snmp-user');
  const communities = (device.secrets ?? []).flatMap((secret) =>
    secret.for === 'snmp-community' ? [secret.community] : [],
  );
  const usm =
    users.length === 0 && only !== '3'
      ? undefined
      : new UsmAgent({
          engineId: engineIdOf(device),
          users,
          cryptography: device.cryptography,
          fault: device.quirks['snmp.v3'],
          treeOf: (context) => trees.get(context),
        });
  const known = communities.length === 0 ? ['public'] : communities;
  return listening((bytes) => {
    if (only !== '3') {
      const answer = agentAnswer((community) => treeFor(trees, known, community), bytes, only === '1');
      if (answer !== undefined) return answer;
    }
    return usm?.answer(bytes);
  });
}

/** An agent for these objects and the community `public`. */
export function serving(tree: MibTree, onlyVersion1: boolean): readonly Answering[] {
  return listening((bytes) =>
    agentAnswer((community) => (community === 'public' ? tree : undefined), bytes, onlyVersion1),
  );
}

function listening(answer: (bytes: Uint8Array) => Uint8Array | undefined): readonly Answering[] {
  return [
    {
      on: 'udp',
      port: 161,
      broadcast: true,
      groups: [],
      answer({ bytes }) {
        const response = answer(bytes);
        return response === undefined ? [] : [{ bytes: response }];
      },
    },
  ];
}

/** The objects by context; the default context has no name. */
function treesOf(device: VirtualDevice): ReadonlyMap<string, MibTree> {
  const recording = device.recordings['snmp'];
  const own = recording === undefined ? deviceMib(device) : parseRecording(recording);
  // what stands in the recording is the device's word
  const objects = [...own, ...(device.snmpObjects ?? [])];
  const named = Object.entries(device.recordings).flatMap(([name, text]): [string, readonly Varbind[]][] =>
    name.startsWith('snmp@') ? [[name.slice('snmp@'.length), parseRecording(text)]] : [],
  );
  const hidden = device.quirks['snmp.context'];
  const contexts: readonly [string, readonly Varbind[]][] =
    hidden === undefined
      ? [['', objects], ...named]
      : [['', objects.filter(({ oid }) => isWithin(SYSTEM, oid))], [hidden, objects], ...named];
  const fault = device.quirks['snmp.walk'];
  return new Map(contexts.map(([name, varbinds]) => [name, faultyTree(mibTree(varbinds), fault)]));
}

/** By community a context is asked for with its name behind it: `public@NAME`. */
function treeFor(trees: ReadonlyMap<string, MibTree>, known: readonly string[], asked: string): MibTree | undefined {
  if (known.includes(asked)) return trees.get('');
  const at = asked.lastIndexOf('@');
  return at > 0 && known.includes(asked.slice(0, at)) ? trees.get(asked.slice(at + 1)) : undefined;
}

const SYSTEM = '1.3.6.1.2.1.1';
