// The door `@quietport/core/listeners`: addresses and judgement for who listens on this machine, without the rooms and
// the rest of the engine.
export { parseHex } from './bytes/hex.ts';
export { isPrintPort } from './engine/gate/print-ports.ts';
export { heldBySockets, judgeListener } from './engine/verdict/judge-listener.ts';
export { judgePort } from './engine/verdict/judge-port.ts';
export { classifyOwner, evidenceOf, type OwnerClass } from './engine/verdict/owner-kind.ts';
export { classOf } from './net/address-class.ts';
export { canonicalIp, formatIp, type IpAddress, parseIp } from './net/ip-address.ts';
