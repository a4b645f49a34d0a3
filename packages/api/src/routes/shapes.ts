import { z } from 'zod';

/** The device that a path names. */
export const deviceParams = z.object({
  id: z.string().min(1).max(200).describe('An id or its beginning, a name, serial, MAC, address or device URI.'),
});

/** What can be wrong with that. */
export const deviceFaults = ['device/not-found', 'device/ambiguous'] as const;

/** How many rows a page has. */
export function count(most: number, usual: number) {
  return z.coerce.number().int().min(1).max(most).default(usual).describe(`At most so many; ${usual} if not given.`);
}
