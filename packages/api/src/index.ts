export { type AnswerOf, type Asking, type Carry, callApi } from './client.ts';
export { EVENTS_PATH, events, OPENAPI_PATH } from './events.ts';
export { openApi } from './openapi.ts';
export { type Problem, problemOf } from './problem.ts';
export { changes, DELIBERATE_HEADER, type Demand, type Role, type Route } from './route.ts';
export { type Asked, type AskedDocument, type Handlers, type RouteId, type Routes, routes } from './routes.ts';
export { type Caller, mayAsk, type Visit } from './visit.ts';
