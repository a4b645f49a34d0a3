export { type ServerWish, type Serving, startServer } from './listen.ts';
export { makeServer, type Told } from './server.ts';
