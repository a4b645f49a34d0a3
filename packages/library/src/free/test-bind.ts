import { Fault, type Network, type Transport } from '@quietport/core';

/** What became of test binds on one number. */
export interface BindTest {
  readonly free: boolean;
  /** `tcp 0.0.0.0`: bound and let go again. */
  readonly bound: readonly string[];
  /** Where it could not be tried: no such address here, or outside of QUIETPORT_INTERFACES. */
  readonly untried: readonly string[];
}

/**
 * Binds the number on both families, wildcards and loopbacks, one after the other (ports.md 8), and lets it go at once.
 * Nothing is sent, and nobody who connects meanwhile is answered.
 */
export async function testBind(network: Network, port: number, transports: readonly Transport[]): Promise<BindTest> {
  const bound: string[] = [];
  const untried: string[] = [];
  for (const transport of transports) {
    for (const address of addresses) {
      const place = `${transport} ${address}`;
      try {
        await bindOnce(network, { address, port, transport });
        bound.push(place);
      } catch (error) {
        if (!(error instanceof Fault)) throw error;
        if (!cannotTry.has(error.code)) return { free: false, bound, untried };
        untried.push(place);
      }
    }
  }
  return { free: bound.length > 0, bound, untried };
}

async function bindOnce(
  network: Network,
  at: { readonly address: string; readonly port: number; readonly transport: Transport },
): Promise<void> {
  if (at.transport === 'tcp') {
    const listening = await network.listen(at, (stream) => stream.close());
    return listening.close();
  }
  const socket = await network.udp({ family: at.address.includes(':') ? 6 : 4, address: at.address, port: at.port });
  socket.close();
}

const addresses = ['0.0.0.0', '::', '127.0.0.1', '::1'];
// EACCES ("not permitted") is neither free nor in use: such a number is not suggested
const cannotTry: ReadonlySet<string> = new Set(['network/no-such-address', 'scope/address-not-allowed']);
