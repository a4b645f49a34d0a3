// Starts a dozen virtual devices on loopback, finds three of them through real sockets, and proves one fact of each.
// Nothing leaves this machine.
//
//   node --import tsx examples/emulate-and-find.ts
import { catalogue } from '@quietport/core';
import { emulateFleet, find, loopbackHouse, why } from '@quietport/library';

const fleet = await emulateFleet('demo');
const house = await loopbackHouse();
try {
  const targets = fleet.devices.slice(0, 3).map(({ device }) => device.address);
  const found = await find({ targets, fleet: fleet.scope }, house, AbortSignal.timeout(30_000));
  for (const device of found.devices) {
    const { facts } = await why(device, 'model', house.store, catalogue);
    const proof = facts[0]?.evidence[0];
    console.log(facts[0]?.known.value, 'because of', proof?.observation.protocol, proof?.path);
  }
} finally {
  await house.store.close();
  await fleet.close();
}
