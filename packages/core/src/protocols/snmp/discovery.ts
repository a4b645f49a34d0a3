import { readEngineId } from '../../formats/snmp-engine-id.ts';
import { decodeSnmpV3Message, encodeSnmpV3Message, v3Flags } from '../../formats/snmp-v3-message.ts';
import { type Claim, derived } from '../../model/claim.ts';
import { placeholderMac } from '../../net/mac-address.ts';
import { enterpriseOfNumber } from './enterprises.ts';
import type { Engine } from './usm-voice.ts';

/**
 * A GET of nothing, by nobody, at no engine: whoever speaks version 3 reports its engine id (RFC 3414, section 4). It
 * needs no key and reads nothing.
 */
export function discoveryMessage(msgId: number): Uint8Array {
  const none = new Uint8Array();
  return encodeSnmpV3Message({
    msgId,
    maxSize: 65_507,
    flags: v3Flags.reportable,
    security: { is: 'usm', engineId: none, boots: 0, time: 0, user: none, auth: none, privacy: none },
    data: {
      is: 'plain',
      scoped: {
        contextEngineId: none,
        contextName: none,
        pdu: { is: 'GetRequest', requestId: msgId, errorStatus: 0, errorIndex: 0, varbinds: [] },
      },
    },
  });
}

/** The engine that answers the discovery with this id, or `undefined`. Nothing of it is proved yet. */
export function readDiscovered(bytes: Uint8Array, msgId: number): Engine | undefined {
  const decoded = decodeSnmpV3Message(bytes);
  if (!decoded.ok || decoded.value.msgId !== msgId) return undefined;
  const { security, data } = decoded.value;
  if (security.is !== 'usm' || data.is !== 'plain' || data.scoped.pdu.is !== 'Report') return undefined;
  if (readEngineId(security.engineId) === undefined) return undefined;
  return { engineId: security.engineId.slice(), boots: security.boots, time: security.time };
}

/** What an engine id says about the device that carries it: whose number, and which address it was made of. */
export function engineClaims(engineId: Uint8Array): Claim[] {
  const parts = readEngineId(engineId);
  if (parts === undefined) return [];
  const enterprise = enterpriseOfNumber(parts.enterprise);
  return [
    // a number under which several brands ship names none of them
    ...(enterprise === undefined || enterprise.shared === true ? [] : derived('make', enterprise.make, PATH)),
    ...madeOf(parts.made),
  ];
}

function madeOf({ of, text }: NonNullable<ReturnType<typeof readEngineId>>['made']): Claim[] {
  if (of === 'mac') return placeholderMac(text) === undefined ? [{ is: 'mac', value: text, path: PATH }] : [];
  if (of !== 'address' || /^(127|0)\.|^::1?$/.test(text)) return [];
  return [{ is: 'address', value: text, path: PATH }];
}

const PATH = 'security.engineId';
