import type { Answering, Endpoint, StreamBehaviour, TcpStream } from '@quietport/core';
import type { Closable, Place } from './place.ts';

/** A port that takes what comes and counts it. */
export function takeStreams(place: Place, at: Endpoint, port: number, atOnce: number = Infinity): Promise<Closable> {
  let open = 0;
  return place.network.listen(at, (stream) => {
    place.counters.connected(port);
    if (open >= atOnce) return stream.close();
    open++;
    void attend(stream, place, port, silence).finally(() => open--);
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

const silence: StreamBehaviour = { greet: () => [], take: () => [] };

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
  } catch {
    // the other side has gone in the middle of a sentence: nobody is left to hear the rest
  } finally {
    stream.close();
  }
}
