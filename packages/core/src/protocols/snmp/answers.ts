import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { agentAnswer } from './agent.ts';
import { deviceMib } from './device-mib.ts';
import { type MibTree, mibTree } from './mib-tree.ts';
import { parseRecording } from './recording.ts';

/**
 * An agent of versions 1 and 2c for the community `public`: it replays the device's recording, or serves what its
 * fields say. Quirk `snmp.version` = `1`: it knows version 1 alone.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const recording = device.recordings['snmp'];
  const tree = mibTree(recording === undefined ? deviceMib(device) : parseRecording(recording));
  return serving(tree, device.quirks['snmp.version'] === '1');
}

/** An agent for these objects. */
export function serving(tree: MibTree, onlyVersion1: boolean): readonly Answering[] {
  return [
    {
      on: 'udp',
      port: 161,
      broadcast: true,
      groups: [],
      answer({ bytes }) {
        const response = agentAnswer(tree, bytes, onlyVersion1);
        return response === undefined ? [] : [{ bytes: response }];
      },
    },
  ];
}
