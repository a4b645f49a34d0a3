import type { Device, PortState } from '../../model/device.ts';
import type { Transport } from '../../net/endpoint.ts';

/** One port of the host as the rules see it. `port` is the number in the standards. */
export interface ScenePort {
  readonly port: number;
  readonly transport: Transport;
  readonly state: PortState;
  /** The protocol that was spoken there, or that the device says is spoken there. */
  readonly service?: string;
  /** Devices that print, scan or project usually have it. */
  readonly usualThere: boolean;
  /** What is sent there becomes paper. */
  readonly prints: boolean;
  /** Ids of observations and attempts. */
  readonly evidence: readonly string[];
}

/** What is known of one host. No device where nobody told anything. */
export interface Scene {
  readonly device?: Device;
  readonly ports: readonly ScenePort[];
}
