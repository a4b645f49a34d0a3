import type { Attributes } from '../../../contracts/attached-device.ts';
import type { Ncdp2Frame } from '../codec.ts';
import type { Ncdp2Body } from '../codec-body.ts';
import { RESULT, replyLetter, VERSION } from '../codec-tables.ts';
import type { ServedDevice } from '../server/served-devices.ts';

/** A request as it came: one of the four letters, with keys 0 and 1. */
export interface Request {
  readonly letter: 'P' | 'Q' | 'C' | 'S';
  readonly deviceType: number;
  readonly deviceNumber: number;
  readonly function: number;
  readonly body: Ncdp2Body & { readonly token: Uint8Array };
}

/** Which device a reply is about, as it is now. */
export interface About {
  readonly device: ServedDevice;
  readonly bootId: number;
}

/** A reply: with the device's own place where it is about one, else with that of the request. */
export function replyTo(
  request: Omit<Request, 'body'> & { readonly body: Pick<Ncdp2Body, 'token'> },
  result: number,
  body: Omit<Ncdp2Body, 'token' | 'version'> = {},
  about?: About,
): Ncdp2Frame {
  const { token } = request.body;
  return {
    letter: replyLetter(request.letter),
    deviceType: about?.device.type ?? request.deviceType,
    deviceNumber: about?.device.number ?? request.deviceNumber,
    function: request.function,
    result,
    body: {
      ...(token === undefined ? {} : { token }),
      version: VERSION,
      ...(about === undefined || !tells(result) ? {} : { revision: about.device.revision, bootId: about.bootId }),
      ...body,
    },
  };
}

/** What is wrong, as `what`. */
export function what(text: string): { readonly attributes: Attributes } {
  return { attributes: { what: text } };
}

/** Keys 3 and 4 stand in what was done about one device, and tell whoever asked under a condition what is there now. */
function tells(result: number): boolean {
  return result === RESULT.done || result === RESULT.partly || result === RESULT.conflict;
}
