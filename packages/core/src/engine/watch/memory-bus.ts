import type { Bus, BusEvent, Events, Subscription, Topic } from '../../contracts/bus.ts';

/** A bus within one process. It remembers the latest `remember` events, for listeners that come back. */
export function memoryBus(remember: number = REMEMBERED): Bus {
  const inboxes = new Set<Inbox>();
  const past: Told[] = [];
  let number = 0;
  return {
    get latest() {
      return number;
    },
    publish: (topic, event) => {
      number++;
      const told: Told = { topic, event, number };
      past.push(told);
      if (past.length > remember) past.shift();
      for (const inbox of inboxes) inbox.put(told);
    },
    subscribe: ({ signal, keep = KEPT, after = number }) => {
      const inbox = new Inbox(keep);
      const missed = past.filter((told) => told.number > after);
      // a number from the future is none of ours: nothing is known to be lost
      inbox.lost = Math.max(0, number - after - missed.length);
      for (const told of missed) inbox.put(told);
      // from now on, and not from the first question: what happens in between is heard
      if (!signal.aborted) inboxes.add(inbox);
      const leave = () => {
        inboxes.delete(inbox);
        inbox.end();
      };
      signal.addEventListener('abort', leave, { once: true });
      return inbox.read(signal, leave);
    },
  };
}

interface Told {
  readonly topic: Topic;
  readonly event: Events[Topic];
  readonly number: number;
}

class Inbox {
  lost = 0;
  readonly #most: number;
  readonly #waiting: Told[] = [];
  #wake: () => void = () => undefined;

  constructor(most: number) {
    this.#most = Math.max(1, most);
  }

  put(told: Told): void {
    this.#waiting.push(told);
    if (this.#waiting.length > this.#most) {
      this.#waiting.shift();
      this.lost++;
    }
    this.#wake();
  }

  end(): void {
    this.#wake();
  }

  async *read(signal: Subscription['signal'], leave: () => void): AsyncGenerator<BusEvent> {
    try {
      while (!signal.aborted) {
        const told = this.#waiting.shift();
        if (told === undefined) {
          await new Promise<void>((resolve) => {
            this.#wake = resolve;
          });
          continue;
        }
        const { lost } = this;
        this.lost = 0;
        // the pair of topic and event is as `publish` took it
        yield { ...told, lost } as BusEvent;
      }
    } finally {
      signal.removeEventListener('abort', leave);
      leave();
    }
  }
}

const REMEMBERED = 1_000;
const KEPT = 256;
