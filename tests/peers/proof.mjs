// The proof of the whole way, for people to read: node tests/peers/proof.mjs (root, Debian, after npm run build).
// Real peers on one segment, one look at it, and every fact followed to bytes that tshark saw in the same minute.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { register } from 'tsx/esm/api';

register();
const { Lab } = await import('./lan.ts');
const { endCapture, httpBodies, startCapture } = await import('./capture.ts');
const { at, find, quietport, startQuietport, toPrintPorts, why } = await import('./quietport.ts');
const { startAvahi, startIppPrinter, startSnmpsim } = await import('./services.ts');
const { sink } = await import('./small-servers.ts');

const shared = fileURLToPath(new URL('../../../shared/', import.meta.url));
const recording = `${shared}corpus/snmp/epson.snmprec`;
const responder = `${shared}lab/enpc-responder.py`;
const PRINT_PORTS = [515, 9100, 9101, 9107];

const lab = new Lab();
const failures = [];
try {
  await prove();
} finally {
  await lab.end();
}
title('Verdict');
for (const failure of failures) console.log(`FAILED: ${failure}`);
if (failures.length === 0) console.log('Everything above holds.');
process.exitCode = failures.length === 0 ? 0 : 1;

async function prove() {
  const segment = lab.segment('lan');
  const looker = lab.host('looker', segment, '10.38.1.1/24');
  const printer = lab.host('printer', segment, '10.38.1.2/24');
  const agent = lab.host('agent', segment, '10.38.1.3/24');
  const epson = lab.host('epson', segment, '10.38.1.4/24');
  const scanner = lab.host('scanner', segment, '10.38.1.5/24');
  const peers = [[printer, "CUPS' ippeveprinter with Avahi"]];
  const sinks = [printer, agent, epson].map((host) => host.serve(sink, ...PRINT_PORTS));
  await startAvahi(printer);
  await startIppPrinter(printer, 'Lab One', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
  if (existsSync(recording)) {
    await startSnmpsim(agent, readFileSync(recording, 'utf8'));
    peers.push([agent, 'snmpsim with the recording of an Epson WF-C5790BA']);
    const running = epson.start('python3', [responder, '--seconds', '120']);
    await epson.listens('udp', 3289, running);
    peers.push([epson, 'an ENPC responder that is not of our making']);
  } else failures.push('the recordings are not there (../shared): snmpsim and the ENPC responder are left out');
  await Promise.all(sinks.map((program) => program.says(/^ready/m)));

  title('The peers, on 10.38.1.0/24');
  for (const [host, what] of peers) console.log(`${host.address}  ${what}`);

  const capture = await startCapture(looker);
  const found = await find(looker, ['--ledger']);
  const captured = await endCapture(looker, capture);

  title('quietport find -o json (devices, shortened)');
  for (const device of found.devices) {
    console.log(`${device.id}  ${device.kind}  ${device.interfaces.flatMap((row) => row.addresses).join(' ')}`);
    for (const [fact, told] of Object.entries(device.facts))
      console.log(`    ${fact.padEnd(10)} ${told.value}  (${told.grade}; ${told.sources.join(', ')})`);
  }
  expect(found.devices.length === peers.length, 'each peer is one device, and there is no other');
  for (const [host] of peers) expect(at(found, host.address).length === 1, `${host.address} is one device`);

  const bodies = new Set(captured.streams.flatMap(httpBodies));
  const onTheWire = ({ protocol, bytes }) => (protocol === 'ipp' ? bodies.has(bytes) : captured.datagrams.has(bytes));
  for (const device of found.devices) {
    title(`quietport why ${device.id} -o json (each fact, its field, and whether tshark saw the whole packet)`);
    const proved = await why(looker, device.id);
    for (const { fact, value, evidence } of proved.facts) {
      expect(evidence.length > 0, `${device.id} ${fact} has evidence`);
      for (const one of evidence) {
        const seen = onTheWire(one);
        const [field] = one.fields;
        const where = field === undefined ? 'no field' : `bytes ${field.offset}..${field.offset + field.length}`;
        console.log(
          `${fact.padEnd(10)} ${value}  ${one.protocol} ${one.from}, ${one.bytes.length / 2} bytes, ${where}: ${(field?.hex ?? '').slice(0, 40)}${(field?.hex.length ?? 0) > 40 ? '…' : ''}  ${seen ? 'captured' : 'NOT CAPTURED'}`,
        );
        expect(seen, `${device.id} ${fact}: the packet stands in the capture`);
        expect(field !== undefined, `${device.id} ${fact}: a field says it`);
      }
    }
  }

  title('The ledger');
  for (const { port, transport, probe, packets, bytes } of found.ledger)
    console.log(`${`${port}/${transport}`.padEnd(10)} ${probe.padEnd(16)} ${packets} packets, ${bytes} bytes`);

  title('Print ports');
  console.log(`ledger: ${toPrintPorts(found).reduce((sum, row) => sum + row.bytes, 0)} bytes`);
  console.log(`capture: ${PRINT_PORTS.reduce((sum, port) => sum + captured.bytesTo(port), 0)} bytes`);
  for (const [i, host] of [printer, agent, epson].entries()) {
    const heard = [...sinks[i].out.matchAll(/^bytes \d+ (\d+)$/gm)].reduce((sum, [, bytes]) => sum + Number(bytes), 0);
    console.log(`sinks on ${host.address} (${PRINT_PORTS.join(', ')}): ${heard} bytes`);
    expect(heard === 0, `no byte came to a print port of ${host.address}`);
  }
  expect(toPrintPorts(found).length === 0, 'the ledger has no packet to a print port');

  title('quietport find (as people see it)');
  const table = await quietport(looker, ['find']);
  console.log(`${table.out}${table.err}`.trimEnd());

  title('scanimage -L (SANE epson2 by broadcast) against our virtual scanner on 10.38.1.5');
  const fleet = startQuietport(scanner, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'scanner']);
  await fleet.says(/Ctrl-C ends them/);
  const script = 'printf "epson2\\n" > dll.conf; printf "net autodiscovery\\n" > epson2.conf; exec scanimage -L';
  const listed = await looker.run('sh', ['-c', `cd "$SANE_CONFIG_DIR" && ${script}`], {
    SANE_CONFIG_DIR: looker.folder,
  });
  console.log(`${listed.out}${listed.err}`.trimEnd());
  expect(listed.out.includes('epson2:net:10.38.1.5'), 'SANE lists the virtual scanner');
}

function title(text) {
  console.log(`\n== ${text}`);
}

function expect(holds, sentence) {
  if (!holds) failures.push(sentence);
}
