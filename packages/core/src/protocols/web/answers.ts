import { encodeText } from '../../bytes/text.ts';
import type { HttpAsked, HttpServed } from '../../contracts/network.ts';
import type { Answering, VirtualDevice, VirtualSupply } from '../../contracts/virtual-device.ts';

/**
 * The device side on 80: a front page with the maker's Server header; an Epson has its status pages, in the newer way or,
 * with quirk `web.pages` = `home`, in the older one. Recording `web.front` (text of a page) stands in for the front page.
 */
export function answers(device: VirtualDevice): readonly Answering[] {
  return [{ on: 'http', port: 80, serve: (asked) => serve(device, asked) }];
}

function serve(device: VirtualDevice, { method, path }: HttpAsked): HttpServed {
  const headers = { Server: serverOf(device), 'Content-Type': 'text/html; charset=utf-8' };
  if (method !== 'GET') return { status: 405, headers, body: new Uint8Array() };
  const html = pageAt(device, path);
  if (html === undefined) return { status: 404, headers, body: new Uint8Array() };
  return { status: 200, headers, body: encodeText(html) };
}

function pageAt(device: VirtualDevice, path: string): string | undefined {
  const recorded = device.recordings['web.front'];
  if (path === '/' && recorded !== undefined) return recorded;
  const epson = device.make.toUpperCase() === 'EPSON';
  if (path === '/') return epson ? jump(device) : titled(`${device.make} ${device.model}`.trim(), device.name);
  if (!epson) return undefined;
  const home = device.quirks['web.pages'] === 'home';
  switch (path) {
    case '/PRESENTATION/HTML/TOP/PRTINFO.HTML':
      return home
        ? epsonPage(device, [statusBox(device), tankList(device, heightBar), networkTable(device)])
        : undefined;
    case '/PRESENTATION/ADVANCED/INFO_PRTINFO/TOP':
      return home
        ? undefined
        : epsonPage(device, [statusBox(device), tankList(device, gradientBar), firmwareList(device)]);
    case '/PRESENTATION/ADVANCED/INFO_MENTINFO/TOP':
      return home ? undefined : epsonPage(device, [usageList(device)]);
    case '/PRESENTATION/ADVANCED/INFO_NWINFO/TOP':
      return home ? undefined : epsonPage(device, [networkList(device)]);
    default:
      return undefined;
  }
}

function jump(device: VirtualDevice): string {
  return epsonPage(device, ['<script>location.href = "/PRESENTATION/HTML/TOP/INDEX.HTML";</script>']);
}

function titled(title: string, name: string): string {
  return `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>${escapeHtml(title)}</title><h1>${escapeHtml(title)}</h1><p>${escapeHtml(name)}, a virtual device</p></html>\n`;
}

function epsonPage({ model }: VirtualDevice, parts: readonly string[]): string {
  const head = `<meta http-equiv="Content-Type" content="text/html; charset=utf-8"><meta name="Author" content="SEIKO EPSON"><title>${escapeHtml(model)}</title>`;
  return `<!DOCTYPE html><html><head>${head}</head><body>${parts.join('\n')}</body></html>\n`;
}

function statusBox({ state }: VirtualDevice): string {
  const text = state === 'stopped' ? 'An error has occurred.' : 'Available.';
  return `<fieldset id="PRT_STATUS"><ul><li><div class="preserve-white-space">${text}</div></li></ul></fieldset>`;
}

type Bar = (supply: VirtualSupply) => string;

/** Levels that are no number are not drawn, like those of models with see-through tanks. */
function tankList({ supplies }: VirtualDevice, bar: Bar): string {
  const rows = supplies
    .filter(({ kind, level }) => level >= 0 && (kind === 'ink' || kind === 'waste-ink'))
    .map((supply) => {
      const below =
        supply.kind === 'ink'
          ? `<div class='clrname'>${letters[supply.colorant] ?? escapeHtml(supply.name)}</div>`
          : `<div class='mbicn'><img src='Icn_Mb.PNG'></div>`;
      return `<li class='tank'>${bar(supply)}${below}</li>`;
    });
  return `<ul class="inksection">${rows.join('')}</ul>`;
}

function heightBar(supply: VirtualSupply): string {
  return `<div class='tank'><img class='color' src='../../IMAGE/Ink_${letters[supply.colorant] ?? 'Waste'}.PNG' height='${Math.round(shown(supply) / 2)}'></div>`;
}

function gradientBar(supply: VirtualSupply): string {
  const [colour, percent] = [supply.rgb, `${shown(supply)}%`];
  const low = shown(supply) <= 5 ? `<img class='inkst' src='../../IMAGE/Icn_low.PNG'>` : '';
  return `<div class='tank' style='background:linear-gradient(to top, ${colour} 0%, ${colour} ${percent}, #FFFFFF ${percent}, #FFFFFF 100%);'>${low}</div>`;
}

/** A box is drawn by the room that it has left. */
function shown({ kind, level }: VirtualSupply): number {
  return kind === 'waste-ink' ? 100 - level : level;
}

function networkTable({ hostname, address, mac }: VirtualDevice): string {
  const rows = networkRows(hostname, address, mac).map(
    ([key, value]) =>
      `<tr><td class="item-key">${key}&nbsp;:</td><td class="item-value">${escapeHtml(value)}</td></tr>`,
  );
  return `<div id="info-network"><table>${rows.join('')}</table></div>`;
}

function networkList({ hostname, address, mac }: VirtualDevice): string {
  return `<div id="info-network">${definitions(networkRows(hostname, address, mac))}</div>`;
}

function networkRows(hostname: string, address: string, mac: string): readonly (readonly [string, string])[] {
  return [
    ['Device Name', hostname],
    ['IP Address', address],
    ['Subnet Mask', '255.255.255.0'],
    ['MAC Address', mac.toUpperCase()],
  ];
}

function firmwareList({ firmware }: VirtualDevice): string {
  return definitions([['Firmware', firmware]]);
}

function usageList({ impressions }: VirtualDevice): string {
  const [black, oneSided] = [Math.floor(impressions / 3), Math.floor(impressions / 4)];
  const numbers = [impressions, black, impressions - black, impressions - oneSided, oneSided];
  const words = ['Pages', 'B&amp;W Pages', 'Color Pages', '2-Sided Pages', '1-Sided Pages'];
  return definitions(words.map((word, i) => [word, String(numbers[i])]));
}

function definitions(rows: readonly (readonly [string, string])[]): string {
  const items = rows.map(
    ([key, value]) => `<dt class="key">${key}&nbsp;:</dt><dd class="value"><div>${escapeHtml(value)}</div></dd>`,
  );
  return `<dl class="values">${items.join('')}</dl>`;
}

function serverOf({ make, model, serial }: VirtualDevice): string {
  switch (make.toUpperCase()) {
    case 'EPSON':
      return 'EPSON_Linux UPnP/1.0 Epson UPnP SDK/1.0';
    case 'HP':
      return `HP HTTP Server; HP ${model} - 1PV87A; Serial Number: ${serial}; Built: Mon Jan 10, 2022`;
    case 'BROTHER':
      return 'debut/1.30';
    case 'KYOCERA':
      return 'KM-MFP-http/V0.0.1';
    default:
      return 'httpd';
  }
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

const letters: Readonly<Record<string, string>> = { black: 'BK', cyan: 'C', magenta: 'M', yellow: 'Y' };
