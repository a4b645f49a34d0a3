import {
  type Attributes,
  type AttributeValue,
  type CarriedOut,
  type DeviceCommand,
  encodeIdentifyQueue,
  encodePrintText,
  encodeText,
} from '@quietport/core';
import type { CupsServer } from './cups-server.ts';

/**
 * Tells a queue to identify itself or to print a page of text. `done` is the server's word that it took the order: what
 * comes out of a printer, nobody tells us.
 */
export async function carryOutCommand(
  cups: CupsServer,
  queue: string,
  command: DeviceCommand,
  attributes: Attributes,
  signal: AbortSignal,
): Promise<CarriedOut> {
  const request = cups.request(cups.uriOf(queue));
  const path = `/printers/${encodeURIComponent(queue)}`;
  switch (command) {
    case 'identify': {
      const said = await cups.ask(path, encodeIdentifyQueue(request, actionsIn(attributes)), true, signal);
      return said.is === 'answer' ? { is: 'done' } : said.carriedOut;
    }
    case 'print-test-page': {
      const page = encodeText(testPage(queue));
      const said = await cups.ask(path, encodePrintText(request, 'Test page', page), true, signal);
      return said.is === 'answer' ? { is: 'done' } : said.carriedOut;
    }
    case 'restart':
      return { is: 'refused', why: 'a queue cannot restart the device behind it' };
  }
}

function actionsIn(attributes: Attributes): readonly string[] {
  const actions = attributes['identify-actions'];
  const list: readonly AttributeValue[] = Array.isArray(actions) ? (actions as readonly AttributeValue[]) : [];
  return list.filter((action) => typeof action === 'string');
}

function testPage(queue: string): string {
  const lines = [
    'Test page',
    '',
    `Queue: ${queue}`,
    '',
    'This page was ordered through Quietport. If you can read it, the way from',
    'the print server to this printer works.',
    '',
  ];
  return lines.join('\n');
}
