// The door `@quietport/library/listeners`: who listens on this machine, without the verbs that need a network.
export { listenerDocument, listenersDocument } from './documents/listeners.ts';
export { judgeSockets, type ListenersTold, listeners, listenersOf } from './listeners.ts';
