import type { FactKey } from '../../model/claim.ts';

/**
 * An object of a maker's own tree that tells the identity in plain words. All are read by GET. `reads`: a fact as
 * text, `device-id` an IEEE 1284 device ID, `mac` six octets, `supplies` and `counters` a Brother's records.
 */
export interface PrivateObject {
  readonly enterprise: number;
  readonly oid: string;
  readonly reads: Extract<FactKey, 'model' | 'serial' | 'firmware'> | 'device-id' | 'mac' | 'supplies' | 'counters';
  /** How fields and claims call it: `epson-device-id`. */
  readonly name: string;
  readonly means: string;
}

/** The object with this OID, where we know what it means. */
export function privateObject(oid: string): PrivateObject | undefined {
  return byOid.get(oid);
}

/** What is worth asking a host whose sysObjectID or sysDescr names this enterprise. At most ten: one request. */
export function privateObjectsOf(enterprise: number): readonly PrivateObject[] {
  return rows.filter((row) => row.enterprise === enterprise);
}

// Origin: recordings of real devices and the tables of LibreNMS, GLPI agent and the makers' drivers; the enterprise
// numbers are IANA's. Rows are ours.
const table: readonly (readonly [number, string, PrivateObject['reads'], string])[] = [
  [11, '2.3.9.1.1.7.0', 'device-id', 'HP: IEEE 1284 device ID'],
  [11, '2.3.9.4.2.1.1.3.3.0', 'serial', 'HP: serial number'],
  [11, '2.3.9.4.2.1.1.3.5.0', 'firmware', 'HP: firmware'],
  [253, '8.53.3.2.1.2.1', 'model', 'Xerox: model'],
  [253, '8.53.3.2.1.3.1', 'serial', 'Xerox: serial number'],
  [367, '3.2.1.1.1.1.0', 'model', 'Ricoh: model'],
  [367, '3.2.1.1.1.2.0', 'firmware', 'Ricoh: firmware'],
  [367, '3.2.1.2.1.4.0', 'serial', 'Ricoh: serial number'],
  [367, '3.2.1.1.1.11.0', 'device-id', 'Ricoh: IEEE 1284 device ID'],
  [641, '2.1.2.1.2.1', 'model', 'Lexmark: model'],
  [641, '2.1.2.1.3.1', 'device-id', 'Lexmark: IEEE 1284 device ID'],
  [641, '2.1.2.1.6.1', 'serial', 'Lexmark: serial number'],
  [674, '10898.100.2.1.2.1.2.1', 'device-id', 'Dell: IEEE 1284 device ID'],
  [674, '10898.100.2.1.2.1.3.1', 'device-id', 'Dell: IEEE 1284 device ID'],
  [683, '6.2.3.2.1.15.1', 'model', 'Zebra: model'],
  [683, '1.5.0', 'serial', 'Extended Systems: serial number'],
  [683, '1.9.0', 'firmware', 'Extended Systems: firmware'],
  [1129, '1.2.1.1.1.2.1.0', 'model', 'Toshiba TEC: model'],
  [1248, '1.2.2.1.1.1.1.1', 'device-id', 'Epson: IEEE 1284 device ID'],
  [1248, '1.2.2.1.1.1.2.1', 'model', 'Epson: name of the unit'],
  [1248, '1.2.2.1.1.1.5.1', 'serial', 'Epson: serial number'],
  [1248, '1.1.3.1.1.5.0', 'mac', 'Epson: MAC address'],
  [1248, '1.1.3.1.1.1.0', 'serial', 'Epson: serial number of a network scanner'],
  [1248, '1.1.3.1.21.1.1.2.1', 'firmware', 'Epson: firmware of a network scanner'],
  [1347, '43.5.1.1.1.1', 'model', 'Kyocera: model'],
  [1347, '43.5.1.1.28.1', 'serial', 'Kyocera: serial number'],
  [1347, '43.5.4.1.5.1.1', 'firmware', 'Kyocera: firmware'],
  [1602, '1.1.1.1.0', 'model', 'Canon: model'],
  [1602, '1.1.1.4.0', 'firmware', 'Canon: version'],
  [1602, '1.2.1.4.0', 'serial', 'Canon: serial number'],
  [1602, '1.2.1.8.1.3.1.1', 'serial', 'Canon: serial number'],
  [2001, '1.1.1.1.11.1.10.25.0', 'model', 'Oki: model'],
  [2001, '1.1.1.1.11.1.10.45.0', 'serial', 'Oki: serial number'],
  [2435, '2.3.9.1.1.7.0', 'device-id', 'Brother: IEEE 1284 device ID'],
  [2435, '2.3.9.4.2.1.5.5.1.0', 'serial', 'Brother: serial number'],
  [2435, '2.3.9.4.2.1.5.5.17.0', 'firmware', 'Brother: firmware'],
  [2435, '2.3.9.4.2.1.5.5.8.0', 'supplies', 'Brother: records of supplies'],
  [2435, '2.3.9.4.2.1.5.5.10.0', 'counters', 'Brother: records of counters'],
  [10642, '1.1.0', 'model', 'Zebra: model'],
  [10642, '1.2.0', 'firmware', 'Zebra: firmware'],
  [10642, '1.9.0', 'serial', 'Zebra: unique id'],
  [18334, '1.1.1.1.6.2.1.0', 'model', 'Konica Minolta: model'],
];

const rows: readonly PrivateObject[] = table.map(([enterprise, tail, reads, means]) => ({
  enterprise,
  oid: `1.3.6.1.4.1.${enterprise}.${tail}`,
  reads,
  name: `${means.slice(0, means.indexOf(':')).toLowerCase().replaceAll(' ', '-')}-${reads}`,
  means,
}));

const byOid: ReadonlyMap<string, PrivateObject> = new Map(rows.map((row) => [row.oid, row]));
