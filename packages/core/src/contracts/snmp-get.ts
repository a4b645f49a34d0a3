import type { Endpoint } from '../net/endpoint.ts';
import type { Conversation } from './conversation.ts';

/**
 * One answer to a GET: a Response as a message of version 1 or 2c, without its community where that is a password. What
 * came in version 3 stands here as the same PDU in a message of 2c.
 */
export interface SnmpAnswer {
  readonly from: Endpoint;
  readonly raw: Uint8Array;
}

/**
 * GET of some objects of one host, in one message: what a room that rides on SNMP asks with. The room that owns SNMP
 * finds the version and the key, and refuses what must not be asked. It tells nothing of the answer: who asked does.
 */
export type SnmpGet = (oids: readonly string[]) => Conversation<SnmpAnswer | 'silent' | 'forbidden'>;
