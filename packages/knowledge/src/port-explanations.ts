import type { Transport } from '@quietport/core';

/**
 * How we know it. `measured`: by us, on a device. `reported`: by a maker's text or by people who looked at real devices.
 * `general`: what everybody in the field takes for granted.
 */
export type Assurance = 'measured' | 'reported' | 'general';

/** What usually sits on a port, beside what the registry says. */
export interface PortExplanation {
  readonly port: number;
  readonly portEnd: number;
  readonly transport: Transport;
  readonly holder: string;
  /** Where it is at home: on devices that print, scan or project, or anywhere. */
  readonly world: 'printing' | 'general';
  readonly confidence: Assurance;
  readonly source: string;
}

/** What a port usually is; the narrowest row counts. */
export function explainPort(port: number, transport: Transport): PortExplanation | undefined {
  return portExplanations
    .filter((row) => row.transport === transport && row.port <= port && port <= row.portEnd)
    .sort((a, b) => a.portEnd - a.port - (b.portEnd - b.port))[0];
}

type Row = readonly [
  ports: number | readonly [number, number],
  transport: Transport | 'both',
  holder: string,
  confidence: Assurance,
  source: string,
];

const iana = 'IANA port registry of 2026-08-17';
const guides = "recalled from Epson's administrator guides, not read again";
const scans = 'public port scans and SNMP walks of Epson L405, BX525, ES-60W and TM-m30';
const field = 'common use in the field';

const printing: readonly Row[] = [
  [21, 'tcp', 'FTP: prints files, or controls old receipt printer boards', 'reported', 'Epson TM-U230 manual'],
  [80, 'tcp', 'HTTP: settings page; IPP, eSCL and ePOS-Print ride on it', 'reported', scans],
  [[137, 138], 'udp', 'NetBIOS names: computer name of the device', 'reported', scans],
  [139, 'tcp', 'NetBIOS session: shares of memory cards', 'reported', scans],
  [161, 'udp', 'SNMP: status, supplies, discovery by drivers', 'reported', "Epson's ESC/P-R driver library; RFC 3805"],
  [427, 'both', 'SLP: service location on older network boards', 'general', guides],
  [443, 'tcp', 'HTTPS: as 80, and IPP over TLS', 'reported', scans],
  [445, 'tcp', 'SMB: shares of memory cards', 'reported', scans],
  [515, 'tcp', 'LPD: prints what it is sent', 'reported', 'RFC 1179; Epson UB-E02 Technical Reference Guide'],
  [631, 'tcp', 'IPP: printing and its status', 'reported', 'RFC 8011'],
  [1865, 'tcp', 'Network scan of Epson: ESC/I and ESC/I-2', 'reported', "SANE's epson2 and epsonds drivers"],
  [
    2968,
    'udp',
    'Push scan: a scan started at the panel is announced',
    'reported',
    'several public descriptions of push scan',
  ],
  [
    3259,
    'both',
    'epncdp2: registered in 2002 for NCDP2 of Epson; no use of it was ever published',
    'reported',
    `${iana}; no public report of a device that listens there`,
  ],
  [
    3289,
    'udp',
    'ENPC: discovery and settings of Epson network boards',
    'reported',
    'Epson UB-E02 Technical Reference Guide',
  ],
  [3620, 'both', 'EasyMP and iProjection: control of projectors', 'reported', 'several public descriptions'],
  [3621, 'tcp', 'EasyMP: pictures for projectors', 'reported', iana],
  [3629, 'both', 'ESC/VP.net: control of projectors', 'reported', 'several public descriptions'],
  [3702, 'udp', 'WS-Discovery: how Windows finds printers and scanners', 'general', guides],
  [3911, 'tcp', 'Web service of a scanner, likely WSD', 'reported', scans],
  [4352, 'both', 'PJLink: control of projectors', 'reported', "Epson's projector manuals"],
  [5116, 'udp', 'Projectors: transfer of pictures', 'reported', iana],
  [5353, 'udp', 'mDNS: Bonjour announces printers, scanners and settings pages', 'reported', 'RFC 6762'],
  [5355, 'udp', 'LLMNR: names on the local link', 'general', guides],
  [5357, 'tcp', 'WSD: web services for Windows', 'general', guides],
  [8008, 'tcp', 'ePOS-Device of receipt printers', 'reported', "Epson's ePOS SDK, several descriptions"],
  [8043, 'tcp', 'ePOS-Device of receipt printers, over TLS', 'reported', "Epson's ePOS SDK, several descriptions"],
  [
    [9100, 9107],
    'tcp',
    'Raw printing: whatever is sent becomes paper. Prometheus node_exporter uses 9100 too',
    'reported',
    `${iana}; Epson UB-E02 Technical Reference Guide; ${field}`,
  ],
];

const general: readonly Row[] = [
  [22, 'tcp', 'SSH', 'general', iana],
  [23, 'tcp', 'Telnet; old Epson print servers had it too', 'reported', 'signature file of Nmap 7.93'],
  [53, 'both', 'DNS', 'general', iana],
  [1900, 'udp', 'SSDP of UPnP; old network boards had it too', 'reported', 'signature file of Nmap 7.93'],
  [3000, 'tcp', 'development servers, Grafana', 'general', field],
  [3306, 'tcp', 'MySQL', 'general', iana],
  [3389, 'tcp', 'Remote Desktop', 'general', iana],
  [5000, 'tcp', 'AirPlay receiver of macOS, Flask, image registries', 'general', field],
  [5432, 'tcp', 'PostgreSQL', 'general', iana],
  [8000, 'tcp', 'development servers', 'general', field],
  [8080, 'tcp', 'a second web server', 'general', field],
  [8443, 'tcp', 'a second web server, over TLS', 'general', field],
  [9090, 'tcp', 'Prometheus, Cockpit', 'general', field],
];

const rowsOf = (rows: readonly Row[], world: PortExplanation['world']): PortExplanation[] =>
  rows.flatMap(([ports, transports, holder, confidence, source]) => {
    const [port, portEnd] = typeof ports === 'number' ? [ports, ports] : ports;
    const each: readonly Transport[] = transports === 'both' ? ['tcp', 'udp'] : [transports];
    return each.map((transport) => ({ port, portEnd, transport, holder, world, confidence, source }));
  });

const portExplanations: readonly PortExplanation[] = [...rowsOf(printing, 'printing'), ...rowsOf(general, 'general')];
