import { Fault } from '@quietport/core/fault';
import { formatDocument, formatRecord } from './output/json.ts';
import { visible } from './output/visible.ts';
import type { FailureForm } from './run-command.ts';
import type { World } from './world.ts';

/** Says what went wrong and what to do, and gives the exit code. */
export function reportFailure(world: World, error: unknown, form: FailureForm): number {
  const fault = error instanceof Fault ? error : new Fault('program/unexpected', { detail: messageOf(error) }, error);
  const { code, text, next } = fault;
  const own = form.failure?.(text);
  const document = { schema: 'quietport/error@1', error: { code, text, next } };
  if (form.output === 'json') world.stdout.write(`${formatDocument(document)}\n`);
  else if (form.output === 'ndjson') world.stdout.write(`${formatRecord(document)}\n`);
  else if (own !== undefined) {
    world.stdout.write(`${visible(own.line)}\n`);
    world.stderr.write(`quietport: ${visible(next)}\n`);
  } else world.stderr.write(`quietport: ${visible(`${text} ${next}`.trim())}\n`);
  if (form.verbose) for (const line of causeOf(fault).split('\n')) world.stderr.write(`  ${visible(line)}\n`);
  return own?.exit ?? fault.exit;
}

function messageOf(error: unknown): string {
  return (error instanceof Error ? error.message : String(error)).replace(/\.$/, '');
}

function causeOf(fault: Fault): string {
  const { cause } = fault;
  if (cause === undefined) return fault.code;
  return cause instanceof Error ? (cause.stack ?? cause.message) : String(cause);
}
