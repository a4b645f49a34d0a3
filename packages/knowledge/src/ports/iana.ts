import { openRegistry, type Registry } from './registry.ts';
import { registryData } from './registry-data.ts';

/** The registry that the program carries. */
export const ianaRegistry: Registry = openRegistry(registryData);
