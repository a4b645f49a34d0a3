// Captures of golden packets, broken in every way: reading them must be total, and so must every room's ear.
import { catalogue, Ear, encodePcapng, linkTypes, readCaptureFile } from '@quietport/core';
import { mutate } from './mutate.mjs';

/** A capture of some of these packets, some of them broken, and perhaps the file itself. */
export function brokenCapture(golden, random) {
  const packets = Array.from({ length: 1 + (random() % 8) }, (_, i) => {
    const { ports, bytes } = golden[random() % golden.length];
    const { port, transport } = ports[random() % (ports.length || 1)] ?? { port: 5353, transport: 'udp' };
    const payload = random() % 2 ? bytes : mutate([bytes], random);
    const packet = transport === 'udp' ? udp(port, payload) : tcp(port, payload);
    return { at: 1000 * i, link: linkTypes.ipv4, bytes: random() % 3 ? packet : mutate([packet], random) };
  });
  const whole = encodePcapng(packets.filter(({ bytes }) => bytes.length < 60_000));
  return random() % 2 ? whole : mutate([whole], random);
}

/** Reads it to its end, with every room's ear. Throws whatever is thrown. */
export function hear(file) {
  const reading = readCaptureFile(file);
  const result = { packets: 0, told: 0, end: 'no capture' };
  if (reading === undefined) return result;
  const ear = new Ear(() => true);
  const rooms = catalogue.flatMap(({ overhear }) => (overhear === undefined ? [] : [overhear()]));
  const hand = (overheard) => {
    for (const one of overheard) for (const room of rooms) result.told += room.take(one).length;
  };
  for (;;) {
    const step = reading.next();
    if (step.done) {
      result.end = step.value.is;
      break;
    }
    result.packets++;
    hand(ear.take(step.value));
  }
  hand(ear.end());
  for (const room of rooms) result.told += room.end?.().length ?? 0;
  return result;
}

function udp(port, payload) {
  return ipv4(17, [...u16(port), ...u16(port), ...u16(8 + payload.length), 0, 0], payload);
}

/** A segment of a connection whose beginning was not captured. */
function tcp(port, payload) {
  return ipv4(6, [...u16(port), ...u16(40_000), 0, 0, 0, 1, 0, 0, 0, 0, 0x50, 0x10, 0, 0, 0, 0, 0, 0], payload);
}

function ipv4(protocol, head, payload) {
  const length = 20 + head.length + payload.length;
  const ip = [0x45, 0, ...u16(length), 0, 0, 0, 0, 64, protocol, 0, 0, 192, 0, 2, 9, 192, 0, 2, 1];
  return Uint8Array.from([...ip, ...head, ...payload]);
}

function u16(value) {
  return [(value >> 8) & 0xff, value & 0xff];
}
