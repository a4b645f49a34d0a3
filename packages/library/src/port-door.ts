// The door `@quietport/library/port`: the question about a port without the engine, the rooms and the network behind
// the other verbs. What needs those loads them when it is asked.
export {
  answerPort,
  type HereTold,
  isAged,
  lookUpPort,
  type NetworkPort,
  type PortAnswer,
  type PortLookup,
  type PortPart,
  type PortSources,
  portParts,
  withPractice,
} from './port.ts';
