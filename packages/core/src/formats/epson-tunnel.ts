/**
 * Epson's control tunnel: below this object a GET executes the command that the OID spells, one arc a byte:
 * two letters · length, low and high · payload. Some of them clean heads, write EEPROM or switch the printer off.
 */
export const EPSON_TUNNEL = '1.3.6.1.4.1.1248.1.2.2.44';

/**
 * The only commands that exist here: each reads, and none of them was ever seen to change anything (Epson's own Linux
 * driver asks with them). EEPROM reads are not among them: their form differs from the writing one in one byte.
 */
const commands = {
  status: ['st', [1], 'status block'],
  'device-id': ['di', [1], 'IEEE 1284 device ID'],
  'firmware-id': ['vi', [0], 'firmware id'],
  'version-info': ['vi', [5], 'version information'],
  'inks-taken': ['ia', [0], 'inks that the model takes'],
  'unit-data': ['cd', [0], 'unit data with the serial number'],
} as const;

export type TunnelCommand = keyof typeof commands;

/** The OID whose GET asks this. There is no way to one for any other bytes. */
export function tunnelOid(command: TunnelCommand): string {
  return oids[command];
}

/** The command that an OID spells; `undefined` for every OID that is not one of the few. */
export function tunnelCommand(oid: string): TunnelCommand | undefined {
  return byOid.get(oid);
}

/** What a command asks for, in words. */
export function tunnelMeaning(command: TunnelCommand): string {
  return commands[command][2];
}

const oids = Object.fromEntries(
  Object.entries(commands).map(([name, [letters, payload]]) => {
    const arcs = [letters.charCodeAt(0), letters.charCodeAt(1), payload.length, 0, ...payload];
    return [name, `${EPSON_TUNNEL}.1.1.2.1.${arcs.join('.')}`];
  }),
  // the keys are those of the table
) as Readonly<Record<TunnelCommand, string>>;
const byOid: ReadonlyMap<string, TunnelCommand> = new Map(
  Object.entries(oids).map(([name, oid]) => [oid, name as TunnelCommand]),
);
