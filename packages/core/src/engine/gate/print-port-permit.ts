import { readEscPosQuestion } from '../../formats/escpos-status.ts';
import type { Endpoint } from '../../net/endpoint.ts';

/**
 * What a person's order lets through to one print port: the ESC/POS status of one POS printer. It is data, made for one
 * run, and names everything: whose bytes, to which address, to which port. All else stays refused.
 */
export interface PrintPortPermit {
  readonly for: 'escpos-status';
  /** The id of the one probe that may use it. */
  readonly probe: string;
  readonly address: string;
  /** TCP, the number where this device serves it. */
  readonly port: number;
}

/** Whether this probe may open a stream there. */
export function permits(permit: PrintPortPermit | undefined, probe: string, to: Endpoint): boolean {
  return (
    permit !== undefined &&
    permit.probe === probe &&
    permit.address === to.address &&
    permit.port === to.port &&
    to.transport === 'tcp'
  );
}

/** Whether these bytes, in one write, are one question of the closed list. Half of one, or two, are none. */
export function mayBeSaid(permit: PrintPortPermit | undefined, bytes: Uint8Array): boolean {
  return permit?.for === 'escpos-status' && readEscPosQuestion(bytes) !== undefined;
}
