// Looks at one host by SNMP, once for each ring of keys, and prints what it found and what came of each key.
//   node look-with-keys.mjs '{ "host": "10.0.0.5", "rings": [[{ "name": "office", "secret": { "for": "snmp-user", … } }]] }'
import { find, openHouse } from '@quietport/library';

const { host, rings } = JSON.parse(process.argv[2]);
const looked = await Promise.all(
  rings.map(async (ring) => {
    const told = [];
    const locksmith = {
      next: async (kind, _address, tried) =>
        ring.find(({ name, secret }) => secret.for === kind && !tried.includes(name)),
      told: async (_address, name, worked, why) => void told.push({ name, worked, why }),
    };
    const request = { targets: [host], methods: ['snmp'], waitMs: 1500 };
    const found = await find(request, openHouse({ locksmith }), AbortSignal.timeout(50_000));
    const facts = Object.fromEntries(
      found.devices.flatMap((device) => Object.entries(device.facts).map(([fact, { value }]) => [fact, value])),
    );
    const kept = found.observations.map(({ raw }) => Buffer.from(raw).toString('latin1'));
    return { facts, told, kept, troubles: found.troubles };
  }),
);
console.log(JSON.stringify(looked));
