import type { AttributeValue } from '../../../contracts/attached-device.ts';

/** `[name, old, new]`, null for none (open profile, section 2, key 9). */
export type PlanEntry = readonly [name: string, before: AttributeValue, after: AttributeValue];
