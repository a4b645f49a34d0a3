// Reads, sets and commands devices of a CUPS server through the library, one step after the other, and prints what came.
//   node attached-orders.mjs '{ "cups": "/run/cups/cups.sock", "folder": "…", "steps": [{ "set": ["cups:Office", { … }] }] }'
import { attachedSources, openHouse } from '@quietport/library';

const { cups, folder, unshared, steps } = JSON.parse(process.argv[2]);
const signal = AbortSignal.timeout(50_000);
const { sources, notes } = await attachedSources({ cups, folder, unshared }, openHouse(), signal);
const [source] = sources;
const results = [];
for (const { set, command } of steps) {
  if (set !== undefined) results.push(await source.set(...set, signal));
  if (command !== undefined) results.push(await source.command(...command, {}, signal));
}
const devices = Object.fromEntries((await source.read(signal)).map((device) => [device.key, device]));
console.log(JSON.stringify({ notes, results, devices }));
