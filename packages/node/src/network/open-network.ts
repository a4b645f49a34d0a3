import type { Network } from '@quietport/core';
import { exchangeHttp } from './http-request.ts';
import { serveHttp } from './http-server.ts';
import { resolveName } from './names.ts';
import { Reach } from './reach.ts';
import { connectTcp, listenTcp } from './tcp-stream.ts';
import { dialTls } from './tls-dial.ts';
import { handshake } from './tls-handshake.ts';
import { serveTls } from './tls-server.ts';
import { openUdp } from './udp-socket.ts';

export interface NetworkLimits {
  /** Nothing leaves or is heard by another interface than these. Absent: no limit but the gate's. */
  readonly allowedInterfaces?: readonly string[];
}

/** The sockets of this machine. Hand it to the gate and to nobody else. */
export function openNetwork(limits: NetworkLimits = {}): Network {
  const reach = new Reach(limits.allowedInterfaces);
  return {
    interfaces: async () => reach.interfaces(),
    udp: (options) => openUdp(options, reach),
    connect: async (to, signal) => {
      reach.demand(to.address);
      return connectTcp(to, reach, signal);
    },
    http: (request, signal) => exchangeHttp(request, reach, signal),
    tls: (to, signal) => handshake(to, reach, signal),
    listen: async (at, serve) => {
      reach.demandListen(at.address);
      return listenTcp(at, reach, serve);
    },
    serveHttp: async (at, serve) => {
      reach.demandListen(at.address);
      return serveHttp(at, reach, serve);
    },
    resolve: (name, signal) => resolveName(name, reach, signal),
    secure: {
      dial: (to, options, signal) => dialTls(to, options, reach, signal),
      serve: (at, options, serve) => serveTls(at, options, reach, serve),
    },
  };
}
