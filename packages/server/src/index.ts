export { type ServerWish, type Serving, startServer } from './listen.ts';
export { Metrics, type MetricsSource } from './metrics/metrics.ts';
export { makeServer, type Told } from './server.ts';
