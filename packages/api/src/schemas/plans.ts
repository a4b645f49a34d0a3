import { z } from 'zod';
import { time } from './device.ts';

/** What can be set of a device: over NCDP/2 and IPP the first four, over SNMP the name, the location and the contact. */
const property = z.enum(['name', 'location', 'info', 'geo-location', 'contact']);
const value = z.string().max(1023).nullable();

/** What devices are to be like. */
export const desired = z
  .record(
    z.string().min(1).max(200),
    z.partialRecord(property, value.describe('Null removes it.')).refine((values) => Object.keys(values).length > 0),
  )
  .refine((devices) => Object.keys(devices).length >= 1 && Object.keys(devices).length <= 1000, 'one to 1000 devices')
  .describe('By an id or its beginning, a name, serial, MAC, address or device URI; what is not named stays as it is.');

const change = z.looseObject({ property, from: z.string().nullable(), to: z.string().nullable() });

const planned = z.looseObject({
  device: z.string(),
  name: z.string().nullable(),
  protocol: z.string().nullable(),
  address: z.string().nullable(),
  changes: z.array(change),
  problem: z.looseObject({ code: z.string(), text: z.string(), next: z.string() }).nullable(),
  outcome: z.enum(['done', 'unchanged', 'not-done', 'unknown']).nullable(),
});

const plan = z.looseObject({
  id: z.string(),
  at: time,
  by: z.string().nullable(),
  state: z
    .enum(['waiting', 'applying', 'applied', 'discarded', 'cut-off'])
    .describe('`cut-off`: the program ended in the middle; undoing the run puts back what was begun.'),
  undoes: z.string().nullable().describe('The run that it takes back.'),
  run: z.string().nullable().describe('What the journal of changes has it under.'),
  decided: z.looseObject({ is: z.enum(['applied', 'discarded']), by: z.string().nullable(), at: time }).nullable(),
  devices: z.array(planned),
});

/** `quietport/kept-plan@1` */
export const keptPlan = plan
  .extend({ schema: z.literal('quietport/kept-plan@1'), virtual: z.boolean() })
  .meta({ id: 'KeptPlan' });

/** `quietport/plans@1` */
export const plans = z
  .looseObject({
    schema: z.literal('quietport/plans@1'),
    virtual: z.boolean(),
    plans: z.array(plan),
    next: z.string().nullable(),
  })
  .meta({ id: 'Plans' });

export const identifyAction = z.enum(['display', 'flash', 'sound', 'speak']);

/** `quietport/identify@1` */
export const identified = z
  .looseObject({
    schema: z.literal('quietport/identify@1'),
    device: z.string(),
    protocol: z.string(),
    address: z.string(),
    outcome: z.literal('done'),
  })
  .meta({ id: 'Identified' });
