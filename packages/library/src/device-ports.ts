import { type Device, judgeHost, type Port, type Verdict } from '@quietport/core';
import { isPrintPort } from '@quietport/core/listeners';
import { explainPort, type PortExplanation } from '@quietport/knowledge';

/** One port of a device: what usually sits there, and what is to be thought of it there. */
export interface ExplainedPort {
  readonly port: Port;
  /** Absent where nobody told us of a use. */
  readonly explanation: PortExplanation | undefined;
  /** By the rules for a host, of which this port alone is looked at. */
  readonly verdict: Verdict;
}

/** The ports of a device, and what is to be thought of all of them together. Nothing is sent. */
export interface DevicePorts {
  readonly device: Device;
  readonly ports: readonly ExplainedPort[];
  readonly verdict: Verdict;
}

export function devicePorts(device: Device): DevicePorts {
  const rows = device.ports.map((port) => {
    const { port: number, transport } = port.endpoint;
    const explanation = explainPort(number, transport);
    const row = {
      port: number,
      transport,
      state: port.state,
      usualThere: explanation?.world === 'printing',
      prints: isPrintPort(number, transport),
      evidence: port.evidence,
      ...(port.service === undefined ? {} : { service: port.service }),
    };
    return { port, explanation, row };
  });
  return {
    device,
    ports: rows.map(({ port, explanation, row }) => ({
      port,
      explanation,
      verdict: judgeHost({ ports: [row], device }),
    })),
    verdict: judgeHost({ ports: rows.map(({ row }) => row), device }),
  };
}
