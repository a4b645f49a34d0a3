import { formatHex } from '../../bytes/hex.ts';
import type { Conversation, Ending } from '../../contracts/conversation.ts';
import type { KnockOutcome } from '../../contracts/network.ts';
import { Fault } from '../../model/fault.ts';
import type { Observation, Outcome, Told } from '../../model/observation.ts';
import type { Endpoint } from '../../net/endpoint.ts';
import { converse, type Stage } from '../talk/converse.ts';
import type { LookListener, LookWorld } from './look-world.ts';

/** Whom a look's conversations tell what they heard, beside the listener. */
export interface Hearer {
  heard(told: Told): void;
  knocked(to: Endpoint, outcome: KnockOutcome, vantage: string, address: string | undefined): void;
  /** What the neighbour table says of an address. */
  neighbour(address: string): string | undefined;
}

/** The conversations of one look: what they hear becomes observations, how they ended attempts, what failed troubles. */
export class Talks {
  readonly #world: LookWorld;
  readonly #listener: LookListener;
  readonly #hearer: Hearer;
  readonly #troubles = new Map<string, Fault>();
  readonly #lookId: string;
  #count = 0;

  constructor(world: LookWorld, listener: LookListener, hearer: Hearer) {
    this.#world = world;
    this.#listener = listener;
    this.#hearer = hearer;
    this.#lookId = formatHex(world.dice.bytes(5));
  }

  /** What we could not do, each once. */
  get troubles(): Fault[] {
    return [...this.#troubles.values()];
  }

  /** Performs a conversation; `undefined` where its socket could not be had. `knocking` is the host that its knocks are for. */
  async hold(
    talk: Conversation,
    on: Pick<Stage, 'network' | 'socket'>,
    signal: AbortSignal,
    vantage: string,
    knocking?: string,
  ): Promise<Ending | undefined> {
    const { clock, dice, cryptography, locksmith } = this.#world;
    try {
      return await converse(
        talk,
        {
          ...on,
          clock,
          dice,
          cryptography,
          locksmith,
          neighbour: (address) => this.#hearer.neighbour(address),
          tell: (told) => this.hear(told, vantage),
          knocked: (to, outcome) => this.#hearer.knocked(to, outcome, vantage, knocking),
          refused: (host, key, why) => this.trouble(new Fault('credentials/refused', { host, key, why })),
        },
        signal,
      );
    } catch (error) {
      // a socket that cannot be had ends this conversation, not the look
      if (!(error instanceof Fault)) throw error;
      this.trouble(error);
      return undefined;
    }
  }

  hear(told: Told, vantage: string): void {
    const observation: Observation = {
      ...told,
      // copied at the border: what is kept outlives the packet
      raw: told.raw.slice(),
      id: `${this.#lookId}-${(this.#count++).toString(36).padStart(4, '0')}`,
      at: this.#world.clock.now(),
      vantage: { host: this.#world.host, interface: vantage },
    };
    this.#listener.observed(observation);
    this.#hearer.heard(told);
  }

  attempted(target: Endpoint, probe: string, outcome: Outcome, vantage: string): void {
    const { clock, host } = this.#world;
    this.#listener.attempted({ at: clock.now(), vantage: { host, interface: vantage }, target, probe, outcome });
  }

  trouble(fault: Fault): void {
    if (this.#troubles.size < MOST_TROUBLES) this.#troubles.set(fault.text, fault);
  }
}

const MOST_TROUBLES = 1_000;
