import { z } from 'zod';
import { count } from './shapes.ts';

const orders = ['name', 'model', 'address', 'state', 'supply', 'seen'] as const;
const sorts = [...orders, ...orders.map((order) => `-${order}` as const)] as const;

/** Which devices are listed, in which order. Filters that are not given let everything through; all that are must hold. */
export const devicesQuery = z.object({
  limit: count(1000, 100),
  cursor: z.string().max(1000).optional().describe('`next` of the page before; it belongs to the same `sort`.'),
  sort: z
    .enum(sorts)
    .default('address')
    .describe('`supply` is the lowest level that is known. Descending with `-`; who has none is last in both.'),
  q: z
    .string()
    .max(200)
    .optional()
    .describe('Words that are each part of name, model, serial, address, MAC or location.'),
  kind: z
    .enum([
      'printer',
      'mfp',
      'scanner',
      'pos-printer',
      'label-printer',
      'projector',
      'print-server',
      'other',
      'unknown',
    ])
    .optional(),
  state: z
    .enum(['idle', 'processing', 'stopped', 'asleep', 'off-by-habit', 'unreachable', 'not-observed', 'unknown'])
    .optional(),
  make: z.string().max(200).optional().describe("The maker's whole name, in any case."),
  supply: z
    .enum(['low', 'empty'])
    .optional()
    .describe('`low`: a supply is at its own mark or a tenth, or empty. `empty`: a supply is empty.'),
  virtual: z
    .enum(['true', 'false'])
    .transform((text) => text === 'true')
    .optional()
    .describe('Virtual devices or real ones: a server shows one of them at a time.'),
});
