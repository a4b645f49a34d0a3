// The door `@quietport/node/listeners`: who listens on this machine, without sockets and what else the machine has.
export { runBriefly } from './brief-run.ts';
export { openHost } from './listeners/open-host.ts';
