import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { agentAnswer } from './agent.ts';
import { deviceMib } from './device-mib.ts';
import { mibTree } from './mib-tree.ts';
import { parseRecording } from './recording.ts';

/**
 * An agent of versions 1 and 2c for the community `public`: it replays the device's recording, or serves what its
 * fields say. Quirk `snmp.version` = `1`: it knows version 1 alone.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  const recording = device.recordings['snmp'];
  const tree = mibTree(recording === undefined ? deviceMib(device) : parseRecording(recording));
  const onlyVersion1 = device.quirks['snmp.version'] === '1';
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
