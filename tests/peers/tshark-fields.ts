import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type CapturedPacket, encodePcapng } from '@quietport/core';

/** One field of one packet as tshark shows it; offset and length count bytes of what holds it. */
export interface Shown {
  readonly name: string;
  /** `Result: 0x0000 (normal end)` */
  readonly label: string;
  readonly offset: number;
  readonly length: number;
  readonly show: string;
  readonly value: string;
}

/** Writes the packets as pcapng and reads them with tshark and our dissector: the fields of each packet. */
export function dissect(
  path: string,
  packets: Iterable<CapturedPacket>,
  options: readonly string[] = [],
): readonly (readonly Shown[])[] {
  writeFileSync(path, encodePcapng(packets));
  return fieldsOf(path, options);
}

export function fieldsOf(path: string, options: readonly string[] = []): readonly (readonly Shown[])[] {
  const text = tshark(['-r', path, '-T', 'pdml', ...options]);
  return text
    .split('<packet>')
    .slice(1)
    .map((packet) =>
      [...packet.matchAll(/<(?:field|proto) ([^>]*?)\/?>/g)].map(([, attributes = '']) => shown(attributes)),
    );
}

/** One column of the list of packets, a row each. */
export function column(path: string, name: string, options: readonly string[] = []): readonly string[] {
  const text = tshark(['-r', path, '-T', 'fields', '-e', `_ws.col.${name}`, ...options]);
  return text.replace(/\n$/, '').split('\n');
}

/** Throws where the Lua does not load, or an error of it stands in the result. */
function tshark(args: readonly string[]): string {
  const all = ['-n', '-X', `lua_script:${script}`, ...args];
  const text = execFileSync('tshark', all, { encoding: 'utf8', maxBuffer: 2 ** 28, stdio: ['ignore', 'pipe', 'pipe'] });
  const wrong = /Lua Error[^"\n]*/.exec(text);
  if (wrong !== null) throw new Error(wrong[0]);
  return text;
}

function shown(attributes: string): Shown {
  const map = new Map(
    [...attributes.matchAll(/(\w+)="([^"]*)"/g)].map(([, name = '', text = '']) => [name, unescaped(text)]),
  );
  const get = (name: string) => map.get(name) ?? '';
  return {
    name: get('name'),
    label: get('showname'),
    offset: Number(get('pos')),
    length: Number(get('size')),
    show: get('show'),
    value: get('value'),
  };
}

function unescaped(text: string): string {
  return text
    .replace(/&#x([0-9a-f]+);/gi, (_, hex: string) => String.fromCodePoint(Number.parseInt(hex, 16)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&quot;', '"')
    .replaceAll('&amp;', '&');
}

const script = fileURLToPath(new URL('../../docs/wireshark/quietport.lua', import.meta.url));
