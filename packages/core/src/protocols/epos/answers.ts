import type { HttpAsked, HttpServed } from '../../contracts/network.ts';
import type { Answering, VirtualDevice } from '../../contracts/virtual-device.ts';
import { decodeEpos, encodeResponse, statusBits } from './codec.ts';
import { SERVICE_PATH } from './talk.ts';

/** The device side on 80: an empty page for GET, the status for a request that prints nothing; it takes no other. */
export function answers(device: VirtualDevice): readonly Answering[] {
  return [{ on: 'http', port: 80, serve: (asked) => serve(device, asked) }];
}

function serve(device: VirtualDevice, { method, path, body }: HttpAsked): HttpServed {
  const [place, query = ''] = path.split('?', 2);
  if (place !== SERVICE_PATH) return { status: 404, headers: {}, body: new Uint8Array() };
  const headers = { 'Content-Type': 'text/xml; charset=utf-8', 'Access-Control-Allow-Origin': '*' };
  if (method !== 'POST') return { status: 200, headers: {}, body: new Uint8Array() };
  const decoded = decodeEpos(body);
  const say = (success: boolean, code: string, status: number): HttpServed => {
    return { status: 200, headers, body: encodeResponse({ success, code, status }) };
  };
  if (!decoded.ok || decoded.value.said.is !== 'request') return say(false, 'SchemaError', 0);
  if (!/(^|&)devid=local_printer(&|$)/.test(query)) return say(false, 'DeviceNotFound', 0);
  // a virtual printer has no paper
  if (decoded.value.said.commands > 0) return say(false, 'PrintSystemError', statusOf(device));
  const code = codeOf(device);
  return say(code === '', code, statusOf(device));
}

/** The fixed bits as captures of the same four bytes show them, drawer pin high. */
function statusOf(device: VirtualDevice): number {
  const { state } = device;
  const status =
    FIXED |
    (state === 'stopped' ? statusBits.offLine : 0) |
    (says(device, 'cover-open') ? statusBits.coverOpen : 0) |
    (says(device, 'media-empty') ? statusBits.paperEnd | statusBits.paperNearEnd : 0) |
    (says(device, 'media-low') ? statusBits.paperNearEnd : 0);
  return status >>> 0;
}

function codeOf(device: VirtualDevice): string {
  return says(device, 'cover-open') ? 'EPTR_COVER_OPEN' : says(device, 'media-empty') ? 'EPTR_REC_EMPTY' : '';
}

function says({ stateReasons }: VirtualDevice, word: string): boolean {
  return stateReasons.some((reason) => reason.startsWith(word));
}

const FIXED = 0x0f00_0014;
