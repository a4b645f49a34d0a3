import type { DevicePorts } from '../device-ports.ts';

/** The ports of a device, explained, as `quietport/device-ports@1`. */
export function devicePortsDocument({ device, ports, verdict }: DevicePorts): object {
  return {
    schema: 'quietport/device-ports@1',
    device: device.id,
    verdict,
    ports: ports.map(({ port: { endpoint, state, service }, explanation, verdict: own }) => ({
      address: endpoint.address,
      port: endpoint.port,
      transport: endpoint.transport,
      state,
      service: service ?? null,
      explanation:
        explanation === undefined
          ? null
          : { text: explanation.holder, confidence: explanation.confidence, source: explanation.source },
      verdict: own,
    })),
  };
}
