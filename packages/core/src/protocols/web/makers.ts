import { type Claim, derived, told } from '../../model/claim.ts';

/**
 * Who a device's web server says it is, by the Server header (fingerprints, sections 3 and 5). Headers that several
 * makers ship (`Allegro-Software-RomPager`, `Virata-EmWeb`) and those of general software name nobody.
 */
export function serverClaims(server: string, path: string): Claim[] {
  const hp = /^HP HTTP Server; (HP [^;]+?)(?: - [\w-]+)?; Serial Number: ([\w-]+);/.exec(server);
  if (hp !== null)
    return [...derived('make', 'HP', path), ...told('model', hp[1]!, path), ...told('serial', hp[2]!, path)];
  const make = rows.find(([pattern]) => pattern.test(server))?.[1];
  return make === undefined ? [] : derived('make', make, path);
}

const rows: readonly (readonly [RegExp, string])[] = [
  [/\bepson\b|^EPSON_Linux|^Epson_IPP|^EpsonNet/i, 'EPSON'],
  [/^HP HTTP Server|^HP-Chai(SOE|Server)|^HP_Compact_Server/, 'HP'],
  [/^debut\/\d/, 'Brother'],
  [/^KM-(MFP-http|httpd)\//, 'KYOCERA'],
  [/^(KS_HTTP\/|CANON HTTP Server|Catwalk)/, 'Canon'],
  [/^TOSHIBA TEC (CORPORATION|Printer)/, 'TOSHIBA'],
];
