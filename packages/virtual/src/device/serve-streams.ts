import type { Answering, Endpoint, StreamBehaviour, TcpStream } from '@quietport/core';
import type { Closable, Place } from './place.ts';

/** A port that takes what comes and counts it. */
export function takeStreams(place: Place, at: Endpoint, port: number, atOnce: number = Infinity): Promise<Closable> {
  let open = 0;
  return place.network.listen(at, (stream) => {
    place.counters.connected(port);
    if (open >= atOnce) return stream.close();
    open++;
    void attend(stream, place, port, silence(place, port)).finally(() => open--);
  });
}

/** A port that talks. */
export function answerStreams(
  place: Place,
  at: Endpoint,
  answering: Answering & { readonly on: 'tcp' },
): Promise<Closable> {
  return place.network.listen(at, (stream) => {
    place.counters.connected(answering.port);
    void attend(stream, place, answering.port, answering.open());
  });
}

/** Says nothing to anything; one connection is one document, where somebody wants to have it. */
function silence({ device, counters }: Place, port: number): StreamBehaviour {
  const { prints } = device;
  if (prints === undefined) return { greet: () => [], take: () => [] };
  const parts: Uint8Array[] = [];
  return {
    greet: () => [],
    take: (bytes) => {
      parts.push(bytes.slice());
      return [];
    },
    closed: () => {
      const bytes = concat(parts);
      const about = { name: '', user: '', format: 'application/octet-stream' };
      if (bytes.length > 0) prints({ device: device.id, way: 'raw', job: counters.connections(port), ...about, bytes });
    },
  };
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

async function attend(stream: TcpStream, place: Place, port: number, behaviour: StreamBehaviour): Promise<void> {
  if (!place.admits(stream.remote.address)) return stream.close();
  try {
    for (const bytes of behaviour.greet()) await stream.write(bytes);
    for (let bytes = await stream.read(); bytes !== undefined; bytes = await stream.read()) {
      place.counters.add(port, 'tcp', bytes.length);
      const said = behaviour.take(bytes);
      if (said === 'close') break;
      for (const reply of said) await stream.write(reply);
    }
    behaviour.closed?.();
  } catch {
    // the other side has gone in the middle of a sentence: nobody is left to hear the rest
  } finally {
    stream.close();
  }
}
