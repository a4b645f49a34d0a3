import { parseHex } from '../../bytes/hex.ts';
import { encodeText } from '../../bytes/text.ts';
import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { decodeNetbios, encodeNetbios, type NodeName, nameFlags, RESPONSE } from './codec.ts';

/** The device side: its own name twice and a workgroup. Quirk `netbios.mac` = `none` keeps the MAC back, as Samba does. */
export function answers(device: VirtualDevice): readonly Answering[] {
  return [
    {
      on: 'udp',
      port: 137,
      broadcast: true,
      groups: [],
      answer: ({ bytes }) => {
        const asked = decodeNetbios(bytes);
        return asked.ok && asked.value.is === 'request'
          ? [{ bytes: answer(device, asked.value.id, asked.value.name) }]
          : [];
      },
    },
  ];
}

function answer({ hostname, mac, quirks }: VirtualDevice, id: number, name: string): Uint8Array {
  const own = hostname.toUpperCase();
  const unit = quirks['netbios.mac'] === 'none' ? undefined : parseHex(mac);
  return encodeNetbios({
    is: 'response',
    id,
    flags: RESPONSE,
    name,
    ttlSeconds: 0,
    names: [row(own, 0x00, 0), row(own, 0x20, 0), row('WORKGROUP', 0x00, nameFlags.group)],
    unit: unit ?? new Uint8Array(6),
    statistics: new Uint8Array(40),
  });
}

function row(text: string, suffix: number, flags: number): NodeName {
  const plain = text.replace(/[^\x21-\x7e]/g, '-').slice(0, 15);
  return { bytes: encodeText(plain.padEnd(15)), suffix, flags: flags | nameFlags.active };
}
