import type { Catalogue } from '../contracts/protocol.ts';
import { enpc } from './enpc/index.ts';
import { ipp } from './ipp/index.ts';
import { knock } from './knock/index.ts';

/** Every room of the house. Adding a protocol is one folder and one line here. */
export const catalogue: Catalogue = [enpc, ipp, knock];
