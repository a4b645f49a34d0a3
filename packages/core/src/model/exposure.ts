/** What one packet of a device shows to be open to anybody. Seen, never tried. */
export interface Exposed {
  readonly what: ExposedWhat;
  /** The field that shows it, as `describe` names it. */
  readonly path: string;
}

/**
 * - `snmp-public`: it answered SNMP to the community `public`, which everybody knows
 * - `snmp-clear`: it answered SNMP 1 or 2c, whose community travels in the clear
 * - `ipp-no-login`: a printer URI that wants no login (RFC 8011, section 5.4.2: `none`)
 * - `ipp-clear`: no printer URI of it speaks TLS (RFC 8011, section 5.4.3: `none` alone)
 * - `ipp-settable`: it lists Set-Printer-Attributes (RFC 3380, section 4.1), and wants no login
 * - `admin-clear`: its administration pages are told in the clear
 */
export type ExposedWhat = 'snmp-public' | 'snmp-clear' | 'ipp-no-login' | 'ipp-clear' | 'ipp-settable' | 'admin-clear';
