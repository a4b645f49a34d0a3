// A process of its own that writes what belongs together in one transaction each, and says its number once that is
// acknowledged: kill-writer.mjs PATH FROM. It ends by being killed.
import { openSqliteStore } from '@quietport/store';

const [path, from] = process.argv.slice(2);
const store = await openSqliteStore(path);
for (let i = Number(from); ; i++) {
  const at = i;
  const id = `o${i}`;
  await store.transaction(async (inside) => {
    await inside.observations.append([
      {
        ...{ id, at, protocol: 'enpc', claims: [], raw: new Uint8Array(700).fill(i) },
        vantage: { host: 'desk', interface: 'eth0' },
        from: { address: '192.0.2.9', port: 3289, transport: 'udp' },
      },
    ]);
    await inside.samples.append([{ device: 'd', metric: 'counter.impressions', at, value: i }]);
    await inside.records.put([{ kind: 'note', id, at, value: { i } }]);
  });
  process.stdout.write(`${i}\n`);
}
