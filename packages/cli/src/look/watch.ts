import type { FindRequest, House } from '@quietport/library';
import type { Context } from '../command.ts';

export async function watch(
  context: Context,
  request: FindRequest,
  house: House,
  fleet: string | undefined,
): Promise<number> {
  throw new RangeError(`${context.output} ${request.passive} ${house.host} ${fleet}`);
}
