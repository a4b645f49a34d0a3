import type { Attributes, DeviceCommand } from '../../../contracts/attached-device.ts';
import { FUNCTION, RESULT } from '../codec-tables.ts';
import type { ServedDevice } from '../server/served-devices.ts';
import type { PlanEntry } from './plan-entry.ts';
import type { Request } from './reply.ts';
import { planSetup } from './set-attributes.ts';

/** A setup or a command that may be carried out, or the result that says why not. */
export type Order =
  | { readonly is: 'set'; readonly entries: readonly PlanEntry[] }
  | { readonly is: 'command'; readonly command: DeviceCommand; readonly attributes: Attributes }
  | { readonly is: 'wrong'; readonly result: number; readonly what?: string };

/** Reads what is asked of one device (section 4, letters S and C). `now` are its attributes. */
export function readOrder(request: Request, device: ServedDevice, now: Attributes): Order {
  const { attributes } = request.body;
  if (request.letter === 'S') {
    if (request.function !== FUNCTION.setAttributes.id) return unknown;
    if (attributes === undefined) return { is: 'wrong', result: RESULT.malformed, what: 'attributes' };
    const planned = planSetup(attributes, now, device);
    return planned.is === 'wrong' ? planned : { is: 'set', entries: planned.entries };
  }
  const command = commands.get(request.function);
  if (command === undefined || !device.commands.includes(command)) return unknown;
  if (command === 'print-test-page' && attributes?.['confirm'] !== true)
    return { is: 'wrong', result: RESULT.notAllowed, what: 'confirm' };
  if (command === 'identify' && !areActions(attributes?.['identify-actions']))
    return { is: 'wrong', result: RESULT.malformed, what: 'identify-actions' };
  return { is: 'command', command, attributes: attributes ?? {} };
}

/** `S 0100` */
export function orderName({ letter, function: id }: Pick<Request, 'letter' | 'function'>): string {
  return `${letter} ${id.toString(16).toUpperCase().padStart(4, '0')}`;
}

/** PWG 5100.13, section 3.1.1: the printer chooses where none are named. */
function areActions(value: unknown): boolean {
  if (value === undefined) return true;
  return Array.isArray(value) && value.every((each) => actions.includes(String(each)) && typeof each === 'string');
}

const unknown: Order = { is: 'wrong', result: RESULT.notSupported };
const actions: readonly string[] = ['display', 'flash', 'sound', 'speak'];
const commands: ReadonlyMap<number, DeviceCommand> = new Map([
  [FUNCTION.identify.id, 'identify'],
  [FUNCTION.restart.id, 'restart'],
  [FUNCTION.printTestPage.id, 'print-test-page'],
]);
