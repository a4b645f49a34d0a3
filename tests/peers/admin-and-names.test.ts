import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { documentOf, quietport } from './quietport.ts';

const EPSON = `<html><head><meta name="Author" content="SEIKO EPSON"><title>WF-0001 Series</title></head><body>
<ul><li class='tank'><div class='tank'><img class='color' src='Ink_K.PNG' height='13'></div><div class='clrname'>BK</div></li></ul>
</body></html>`;

/** Python's own web server, once in the clear, which sends on to TLS, and once with the page behind it. */
const WEB = `
import http.server, sys
class Pages(http.server.BaseHTTPRequestHandler):
    server_version = 'EPSON_Linux UPnP/1.0 Epson UPnP SDK/1.0'; sys_version = ''
    def do_GET(self):
        found = self.path == '/PRESENTATION/HTML/TOP/PRTINFO.HTML' or self.path == '/'
        body = open(sys.argv[1], 'rb').read() if found else b''
        self.send_response(200 if found else 404); self.send_header('Content-Length', str(len(body))); self.end_headers(); self.wfile.write(body)
        print('asked', self.command, self.path, flush=True)
    def do_POST(self): print('asked POST', flush=True)
    def log_message(self, *args): pass
print('ready', flush=True)
http.server.HTTPServer(('', 80), Pages).serve_forever()
`;

/** A node status responder and an LLMNR responder over TCP, after the RFCs, in Python's standard library. */
const NAMES = `
import socket, struct, threading
def netbios():
    ear = socket.socket(socket.AF_INET, socket.SOCK_DGRAM); ear.bind(('', 137)); print('netbios ready', flush=True)
    while True:
        asked, where = ear.recvfrom(1024)
        name = lambda text, suffix, flags: text.ljust(15).encode() + bytes([suffix]) + struct.pack('>H', flags)
        rows = name('EPSON3EA18A', 0, 0x0400) + name('WORKGROUP', 0, 0x8400) + name('EPSON3EA18A', 0x20, 0x0400)
        data = b'\\x03' + rows + bytes.fromhex('64eb8c3ea18a') + bytes(40)
        ear.sendto(asked[:2] + bytes.fromhex('84000000000100000000') + asked[12:46] + bytes.fromhex('0021000100000000') + struct.pack('>H', len(data)) + data, where)
def llmnr():
    ear = socket.create_server(('', 5355)); print('llmnr ready', flush=True)
    while True:
        line, _ = ear.accept(); asked = line.recv(1024)[2:]
        target = b'\\x0bEPSON3EA18A\\x00'
        said = asked[:2] + bytes.fromhex('80000001000100000000') + asked[12:] + bytes.fromhex('c00c000c00010000001e') + struct.pack('>H', len(target)) + target
        line.sendall(struct.pack('>H', len(said)) + said); line.close()
threading.Thread(target=llmnr, daemon=True).start(); netbios()
`;

interface Inspected {
  readonly device: {
    readonly kind: string;
    readonly hostnames: readonly string[];
    readonly facts: Readonly<Record<string, { readonly value: string; readonly sources: readonly string[] }>>;
    readonly interfaces: readonly {
      readonly mac: string | null;
      readonly macVendor: string | null;
      readonly addresses: readonly string[];
    }[];
    readonly supplies: readonly { readonly name: string; readonly level: object; readonly source: string }[];
  } | null;
  readonly ports: readonly { readonly port: number; readonly transport: string; readonly told: string | null }[];
}

describe('pages, certificates and names of other people’s servers', () => {
  const lab = new Lab();
  let looker: Host;
  let printer: Host;
  let silent: Host;
  const folder = (name: string) => join(lab.folder, name);

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.41.1.1/24');
    printer = lab.host('printer', segment, '10.41.1.2/24');
    silent = lab.host('silent', segment, '10.41.1.3/24');
    writeFileSync(folder('page.html'), EPSON);
    const made = spawnSync('openssl', [
      ...['req', '-x509', '-newkey', 'rsa:1024', '-sha1', '-nodes', '-days', '3650', '-subj'],
      ...['/O=SEIKO EPSON CORP./CN=EPSON3EA18A', '-keyout', folder('printer.key'), '-out', folder('printer.pem')],
    ]);
    expect(made.status).toBe(0);
    const web = printer.start('python3', ['-c', WEB, folder('page.html')]);
    const names = printer.start('python3', ['-c', NAMES]);
    const args = ['s_server', '-accept', '443', '-cert', folder('printer.pem'), '-key', folder('printer.key')];
    const secure = printer.start('openssl', [...args, '-cipher', 'DEFAULT@SECLEVEL=0', '-tls1_2', '-www']);
    const plain = silent.start('python3', ['-c', WEB.replace(', 80)', ', 443)'), folder('page.html')]);
    await Promise.all([web.says(/ready/), names.says(/llmnr ready/), names.says(/netbios ready/), plain.says(/ready/)]);
    await printer.listens('tcp', 443, secure);
  });
  afterAll(() => lab.end());

  it('are one device with its inks, its certificate, its names and its MAC', async () => {
    const ran = await quietport(looker, ['inspect', printer.address, '-o', 'json']);
    const { device, ports } = documentOf<Inspected>(ran);
    expect(device?.facts['make']).toMatchObject({ value: 'EPSON' });
    expect(device?.facts['model']).toMatchObject({ value: 'WF-0001 Series', sources: ['web'] });
    expect(device?.supplies).toMatchObject([{ name: 'BK', level: { type: 'exact', ratio: 0.26 }, source: 'web' }]);
    expect(device?.hostnames).toEqual(['EPSON3EA18A']);
    expect(device?.interfaces[0]).toMatchObject({
      mac: '64:eb:8c:3e:a1:8a',
      macVendor: 'Seiko Epson',
      addresses: [printer.address],
    });
    // the veth pair's own MAC is how it was reached: shown beside, and nobody gave it
    const reached = spawnSync('ip', ['-n', printer.space, '-br', 'link', 'show', 'eth0'], { encoding: 'utf8' }).stdout;
    expect(device?.interfaces.map(({ mac }) => mac)).toContain(/([0-9a-f]{2}:){5}[0-9a-f]{2}/.exec(reached)?.[0]);
    const told = (port: number) => ports.find((row) => row.port === port)?.told ?? '';
    const dates = spawnSync('openssl', ['x509', '-in', folder('printer.pem'), '-noout', '-enddate'], {
      encoding: 'utf8',
    }).stdout;
    const ends = new Date(dates.replace('notAfter=', '')).toISOString().slice(0, 10);
    expect(told(443)).toContain(
      `certificate O=SEIKO EPSON CORP., CN=EPSON3EA18A (its own, RSA 1024 bits, until ${ends}) in TLSv1.2`,
    );
    expect(told(137)).toContain('host name EPSON3EA18A');
    expect(told(5355)).toContain('host name EPSON3EA18A');
  });

  it('each fact leads back to its bytes', async () => {
    const data = folder('store');
    const found = await quietport(looker, ['inspect', printer.address, '--data', data]);
    expect(found.out).toContain('WF-0001 Series');
    const shown = await quietport(looker, ['device', printer.address, '--data', data]);
    expect(shown.out).toContain('network card by Seiko Epson');
    const why = await quietport(looker, ['why', printer.address, 'model', '--data', data]);
    expect(why.out).toContain('WF-0001 Series');
    expect(why.out).toContain('title');
  });

  it('what speaks no TLS on 443 is garbled, and no crash', async () => {
    const ran = await quietport(looker, ['inspect', silent.address, '-o', 'json']);
    expect(ran.code).toBe(0);
    const { device, ports } = documentOf<Inspected>(ran);
    expect(device === null || device.facts['make'] === undefined).toBe(true);
    expect(ports.find(({ port }) => port === 443)).toMatchObject({ state: 'answered' });
  });
});
