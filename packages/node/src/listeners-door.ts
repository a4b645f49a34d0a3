// The door `@quietport/node/listeners`: who listens on this machine, without sockets and what else the machine has.
export { openHost } from './listeners/open-host.ts';
