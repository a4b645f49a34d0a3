// Finds devices and says what each one is. With targets (10.0.4.0/24, printer.local) it asks them by unicast, without it
// asks the segments of this machine. It reads only: no print port gets a byte.
//
//   node --import tsx examples/find.ts [target…]
import { find, openHouse } from '@quietport/library';

const allowed = process.env['QUIETPORT_INTERFACES']?.split(',');
const house = openHouse({ allowedInterfaces: allowed });

const found = await find({ targets: process.argv.slice(2) }, house, AbortSignal.timeout(60_000), {
  planned: (plan) => console.error(`about ${plan.seconds} s`),
});

for (const device of found.devices) {
  const { make, model, serial } = device.facts;
  const address = device.interfaces.flatMap((row) => row.addresses)[0];
  console.log(address, device.kind, make?.value ?? '?', model?.value ?? '?', serial?.value ?? '-');
}
if (found.devices.length === 0) console.error('Nobody answered.');
await house.store.close();
