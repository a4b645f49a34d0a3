import { openNetwork } from '@quietport/node';
import { ManualClock, simulateLan } from '@quietport/virtual';
import { describeNetwork } from './describe-network.ts';

describeNetwork('the simulated LAN', async () => {
  const lan = simulateLan({ clock: new ManualClock(), seed: 1 });
  const host = (name: string, address: string) =>
    lan.host({ name, interfaces: [{ segment: 'office', addresses: [`${address}/24`] }] }).network;
  return {
    asking: host('desk', '192.0.2.2'),
    answering: host('printer', '192.0.2.9'),
    interface: 'eth0',
    askingAddress: '192.0.2.2',
    answeringAddress: '192.0.2.9',
    broadcast: '192.0.2.255',
    group: '239.255.77.1',
    foreign: '192.0.2.77',
  };
});

describeNetwork('the simulated loopback', async () => {
  const lan = simulateLan({ clock: new ManualClock(), seed: 1 });
  const { network } = lan.host({ name: 'desk', interfaces: [] });
  return loopback(network);
});

describeNetwork("the machine's loopback", async () => loopback(openNetwork({ allowedInterfaces: ['lo'] })));

function loopback(network: ReturnType<typeof openNetwork>) {
  return {
    asking: network,
    answering: network,
    interface: 'lo',
    askingAddress: '127.0.0.1',
    answeringAddress: '127.0.0.7',
    broadcast: '127.255.255.255',
    group: '239.255.77.1',
    foreign: '192.0.2.77',
  };
}
