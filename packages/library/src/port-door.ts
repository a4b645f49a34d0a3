// The door `@quietport/library/port`: the question about a port without the engine, the rooms and the network behind
// the other verbs. What needs those loads them when it is asked.
export { answerPort, isAged, lookUpPort, portParts, withPractice } from './port.ts';
export type { HereTold, NetworkPort, PortAnswer, PortLookup, PortPart, PortSources } from './port-answer.ts';
