import type { Exposed } from '../../model/exposure.ts';
import { decodeWeb } from './codec.ts';

/** A page that came as a page: where it came in the clear, so does what is typed into it. One that leads elsewhere is none. */
export function exposes(bytes: Uint8Array): readonly Exposed[] {
  const decoded = decodeWeb(bytes);
  return decoded.ok && decoded.value.status === 200 ? [{ what: 'admin-clear', path: 'status' }] : [];
}
