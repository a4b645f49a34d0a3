import type { SocketsAsked } from '@quietport/core';
import type { ToolRow } from './tool-socket.ts';

/** The rows that were asked for: those that listen, and outgoing ones where they hold an asked number that nobody serves. */
export function askedRows<Row extends ToolRow>(rows: readonly Row[], asked: SocketsAsked): readonly Row[] {
  const ports = asked.ports === undefined ? undefined : new Set(asked.ports);
  const fitting = rows.filter(
    (row) => ports?.has(row.port) !== false && (asked.transport === undefined || asked.transport === row.transport),
  );
  const key = (row: Row) => `${row.transport}/${row.port}`;
  const served = new Set(fitting.filter((row) => row.state !== 'client').map(key));
  const clients = asked.clients === true && ports !== undefined;
  return fitting.filter((row) => row.state !== 'client' || (clients && !served.has(key(row))));
}
