import { type Claim, derived, told } from '../../model/claim.ts';
import { parseIp } from '../../net/ip-address.ts';
import { parseMac } from '../../net/mac-address.ts';
import { readingClaims } from './claims-readings.ts';
import type { ServedPage } from './codec.ts';
import type { PageRow } from './codec-page.ts';
import { serverClaims } from './makers.ts';

/** What a page lets us say of the device that served it. `service`: where it was asked. */
export function claimsOf(
  served: ServedPage,
  service: { readonly service: 'http' | 'https'; readonly port: number },
): readonly Claim[] {
  const server = served.fields.find(({ name }) => name === 'server');
  return [
    { is: 'service', ...service, transport: 'tcp', path: 'status' },
    ...(server === undefined ? [] : serverClaims(server.value, 'header.server')),
    ...(isEpsonPage(served) ? epsonClaims(served) : []),
  ];
}

/** Epson's pages name their author, whatever their language. */
export function isEpsonPage({ page }: ServedPage): boolean {
  return /seiko\s*epson/i.test(page.author?.text ?? '');
}

function epsonClaims(served: ServedPage): Claim[] {
  const { author, title, status, tanks, rows, ended } = served.page;
  const shows = tanks[0]?.level ?? tanks[0]?.name ?? status;
  return [
    ...derived('make', 'EPSON', author!.path),
    ...(title !== undefined && served.status === 200 && isFamily(title.text)
      ? told('model', title.text, title.path)
      : []),
    // tanks and the status box stand on a printer's pages alone
    ...(shows === undefined ? [] : derived('kind', 'printer', shows.path)),
    // a value of half a page may be half a value
    ...(ended ? networkClaims(rows.filter(({ section }) => section !== WIFI_DIRECT)) : []),
    ...(ended ? rows : [])
      .filter(({ value }) => firmware.test(value.text))
      .flatMap(({ value }) => told('firmware', value.text, value.path)),
    ...readingClaims(served.page),
  ];
}

/** The title is the family's name; cards (`EpsonNet WebAssist Rev.1`) and programs put their own name there. */
function isFamily(title: string): boolean {
  return /\d/.test(title) && title.length <= 60 && !/epsonnet|web\s?(config|assist|manager)|error/i.test(title);
}

/** Keys are in any language: what is an address is told by its form, and the name is the first row of the network's table. */
function networkClaims(rows: readonly PageRow[]): Claim[] {
  const network = rows.filter(({ section }) => section === NETWORK);
  const named =
    rows.find(({ value }) => hostName.test(value.text)) ?? network.find(({ value }) => label.test(value.text));
  const first = network[0];
  const name = named !== undefined && (hostName.test(named.value.text) || named === first) ? named : undefined;
  const mac = rows.find(({ value }) => macForm.test(value.text));
  const own = network.find(({ value }, i) => isAddress(value.text) && mask.test(network[i + 1]?.value.text ?? ''));
  return [
    ...(name === undefined ? [] : told('name', name.value.text, name.value.path)),
    ...(name === undefined ? [] : [{ is: 'hostname' as const, value: name.value.text, path: name.value.path }]),
    ...(own === undefined ? [] : [{ is: 'address' as const, value: own.value.text, path: own.value.path }]),
    ...(mac === undefined ? [] : [{ is: 'mac' as const, value: parseMac(mac.value.text)!, path: mac.value.path }]),
  ];
}

function isAddress(text: string): boolean {
  return parseIp(text)?.family === 4 && text !== '0.0.0.0';
}

const NETWORK = 'info-network';
const WIFI_DIRECT = 'info-wfd';
// `EPSON` and the last three bytes of the MAC (fingerprints, section 7)
const hostName = /^EPSON[0-9A-F]{6}$/;
const label = /^[A-Za-z0-9](?:[\w-]{0,61}[A-Za-z0-9])?$/;
const macForm = /^[0-9A-F]{2}(?:[:-][0-9A-F]{2}){5}$/i;
const mask = /^255\.\d{1,3}\.\d{1,3}\.\d{1,3}$/;
// `07.84.GW19Q3`
const firmware = /^\d{2}\.\d{2}\.(?=[A-Z0-9]*[A-Z])[A-Z0-9]{6}$/;
