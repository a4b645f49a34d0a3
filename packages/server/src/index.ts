export type { Doorkeeper } from './admit.ts';
export type { Reach } from './came.ts';
export { openChannel } from './channels/open-channel.ts';
export { signatureOf } from './channels/webhook.ts';
export { type ServerWish, type Serving, startServer } from './listen.ts';
export { Metrics, type MetricsSource } from './metrics/metrics.ts';
export { type MqttParts, type MqttWish, runMqtt } from './mqtt/mqtt-link.ts';
export { makeServer, type Told } from './server.ts';
