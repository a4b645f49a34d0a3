import type { DeviceKind } from '../../model/claim.ts';

/** What a sysDescr lets us read. Everything in it is derived: the text was written for people. */
export interface SysDescrReading {
  readonly make: string;
  readonly kind?: DeviceKind;
  readonly model?: string;
  readonly firmware?: string;
  readonly serial?: string;
  /** Print servers answer with this text to look like the real thing: a maker's number in sysObjectID is believed first. */
  readonly imitated?: boolean;
}

/** The first pattern that fits; `undefined` where none does. */
export function readSysDescr(text: string): SysDescrReading | undefined {
  for (const row of rows) {
    const match = row.pattern.exec(text);
    if (match === null) continue;
    const groups = match.groups ?? {};
    return {
      make: groups['make'] ?? row.make,
      ...(row.kind === undefined ? {} : { kind: row.kind }),
      ...(row.imitated === undefined ? {} : { imitated: row.imitated }),
      ...present('model', groups['model']),
      ...present('firmware', groups['firmware']),
      ...present('serial', groups['serial']),
    };
  }
  return undefined;
}

interface Pattern {
  readonly pattern: RegExp;
  /** Where the text itself spells the maker, the group `make` is taken instead. */
  readonly make: string;
  readonly kind?: DeviceKind;
  readonly imitated?: boolean;
}

function present(key: 'model' | 'firmware' | 'serial', value: string | undefined): { [P in typeof key]?: string } {
  const text = value?.trim() ?? '';
  return text === '' ? {} : { [key]: text };
}

// Origin: texts of recorded devices (LibreNMS, CUPS' list of agents) and the detection rules of nmap and LibreNMS.
// The order counts: cards and boxes that borrow a maker's words come before the maker.
const rows: readonly Pattern[] = [
  { pattern: /^EPSON Network Projector/i, make: 'EPSON', kind: 'projector' },
  { pattern: /^EPSON .*Ext\. Scan Server/i, make: 'EPSON', kind: 'scanner' },
  { pattern: /^EPSON (Built-in|Type-B|Wireless LAN)/i, make: 'EPSON', kind: 'printer' },
  { pattern: /^AXIS (?<model>.+?(Print Server|Document Server)?)( V\d.*)?$/, make: 'Axis' },
  { pattern: /^D-Link (?<model>\S+) Print Server/i, make: 'D-Link' },
  {
    pattern: /^HP ETHERNET MULTI-ENVIRONMENT,SN:(?<serial>[^,]*),.*?PID:(?<model>.+)$/,
    make: 'HP',
    kind: 'printer',
    imitated: true,
  },
  { pattern: /^HP ETHERNET MULTI-ENVIRONMENT/, make: 'HP', imitated: true },
  { pattern: /^(?<model>HP (Color )?Laser(Jet)? .+)$/, make: 'HP', kind: 'printer' },
  { pattern: /^Brother NC-/, make: 'Brother', kind: 'printer' },
  { pattern: /^Canon (?<model>(LBP|MF|iR|iP|TM|TX|MG|TS|iX)[^/]*)(\/P)?/, make: 'Canon', kind: 'printer' },
  { pattern: /^TA_?UTAX|^UTAX/i, make: 'UTAX', kind: 'printer' },
  { pattern: /^KYOCERA.*Print/i, make: 'Kyocera', kind: 'printer' },
  { pattern: /^KYOCERA/i, make: 'Kyocera' },
  {
    pattern:
      /^(?<make>RICOH|NRG|LANIER|SAVIN|Gestetner|infotec|Aficio) (?<model>.+?) (?<firmware>\d[\d.]*) \/ .*Network Printer/i,
    make: 'Ricoh',
    kind: 'printer',
  },
  { pattern: /^KONICA MINOLTA (?<model>.+)$/i, make: 'Konica Minolta', kind: 'printer' },
  { pattern: /^Develop (?<model>.+)$/i, make: 'Develop', kind: 'printer' },
  { pattern: /^Lexmark (?<model>.+?) version (?<firmware>\S+) kernel/, make: 'Lexmark', kind: 'printer' },
  { pattern: /^Dell (?<model>.+?) version (?<firmware>\S+) kernel/, make: 'Dell', kind: 'printer' },
  { pattern: /^Dell (?<model>.*(Laser|MFP|Printer).*?)(;.*)?$/, make: 'Dell', kind: 'printer' },
  { pattern: /^FUJI XEROX (?<model>[^;]+);/i, make: 'Fuji Xerox', kind: 'printer' },
  { pattern: /^FUJIFILM (?<model>[^;]+)/i, make: 'Fujifilm', kind: 'printer' },
  { pattern: /^Xerox (?<model>[^;]+);( SS (?<firmware>[^,]+))?/i, make: 'Xerox', kind: 'printer' },
  {
    pattern: /^Samsung (?<model>[^;]+);\s*(?<firmware>V[^;]*)(;.*S\/N (?<serial>\w+))?/i,
    make: 'Samsung',
    kind: 'printer',
  },
  { pattern: /^Samsung (?<model>.{3,}?)(;.*)?$/i, make: 'Samsung', kind: 'printer' },
  { pattern: /^Samsung\b/i, make: 'Samsung', kind: 'printer' },
  { pattern: /^SHARP (?<model>(MX|BP|AR|DX)-.+)$/i, make: 'Sharp', kind: 'printer' },
  { pattern: /^TOSHIBA (TEC )?(?<model>e-STUDIO.+)$/i, make: 'Toshiba TEC', kind: 'printer' },
  { pattern: /^TOSHIBA (TEC )?(?<model>B-.+)$/i, make: 'Toshiba TEC', kind: 'label-printer' },
  { pattern: /^OKI .*Attached to (?<model>\S+)( Rev\.(?<firmware>\S+))?/, make: 'Oki', kind: 'printer' },
  { pattern: /^OKI OkiLAN/i, make: 'Oki' },
  { pattern: /^GENICOM (?<model>.+)$/i, make: 'Genicom', kind: 'printer' },
  { pattern: /^ZebraNet|^Zebra Wired/i, make: 'Zebra', kind: 'label-printer' },
  { pattern: /^(?<model>(TTP|TDP|TTC|TX|ML|MX)\S+) Version: ?(?<firmware>\S+)/, make: 'TSC', kind: 'label-printer' },
];
