import type { Answer } from './ask.ts';

/** The documents of the API by short names. */
export type Devices = Answer<'GET /api/v1/devices'>;
export type Device = Devices['devices'][number];
export type Supply = Device['supplies'][number];
export type Level = Supply['level'];
export type Why = Answer<'GET /api/v1/devices/{id}/why'>;
export type Proof = Why['facts'][number]['evidence'][number];
export type History = Answer<'GET /api/v1/devices/{id}/history'>;
export type HandCorrection = Answer<'GET /api/v1/devices/{id}/corrections'>['corrections'][number];
export type DevicePorts = Answer<'GET /api/v1/devices/{id}/ports'>;
export type Listeners = Answer<'GET /api/v1/listeners'>;
export type Listener = Listeners['listeners'][number];
export type PortPage = Answer<'GET /api/v1/ports/{query}'>;
export type SupplyRow = Answer<'GET /api/v1/supplies'>['supplies'][number];
export type Scope = Answer<'GET /api/v1/scope'>;
export type Look = Answer<'GET /api/v1/looks'>['looks'][number];
export type Speaker = Answer<'GET /api/v1/observations'>['speakers'][number];
export type Alerts = Answer<'GET /api/v1/alerts'>;
export type RaisedAlert = Alerts['alerts'][number];
export type AlertRule = Answer<'GET /api/v1/alert-rules'>['rules'][number];
export type Silence = Answer<'GET /api/v1/silences'>['silences'][number];
export type Channel = Answer<'GET /api/v1/channels'>['channels'][number];
export type Vantage = Answer<'GET /api/v1/vantage'>;
