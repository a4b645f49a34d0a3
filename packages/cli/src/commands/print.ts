import type { PrintJob } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import { jobDocument, type PrintRequest, planPrint, print } from '@quietport/library';
import { openPrintSource } from '@quietport/node';
import type { Command, Context } from '../command.ts';
import { modelOf } from '../look/device-columns.ts';
import { hostRequest } from '../look/host-request.ts';
import { withHouse } from '../look/open-house.ts';
import { askConsent } from '../manage/ask-consent.ts';
import type { Options } from '../options.ts';
import { exitOfJob } from '../print/exit-of-job.ts';
import { parseDuration } from '../settings/duration.ts';
import { settingOptions } from '../shared-options.ts';

/** `quietport print ID FILE` */
export const command: Command = {
  text:
    'Prints a file on one device of the inventory, whatever its address is now. Who is there is read again before the first ' +
    'byte; on another device nothing is sent. The file goes as it is, and the printer is asked first whether it can take it. ' +
    'A job ends as confirmed (the printer says that it is done), accepted, sent, or unknown; what may have been printed is ' +
    'never sent again without --again. It asks; without a terminal it wants --yes.',
  arguments: [
    { name: '<id>', text: 'an id or its beginning, a name, serial, MAC, address or device URI' },
    { name: '<file>', text: 'PDF, PWG Raster, JPEG, or the language of the printer', completes: 'file' },
  ],
  options: [
    { flags: '--yes', text: 'do not ask' },
    { flags: '--copies <n>', text: 'how many (1)', check: checkCopies },
    { flags: '--media <name>', text: 'paper as PWG 5101.1 names it: iso_a4_210x297mm' },
    {
      flags: '--sides <how>',
      text: 'on one side or on both',
      choices: ['one-sided', 'two-sided-long-edge', 'two-sided-short-edge'],
    },
    { flags: '--color-mode <how>', text: 'colour or black', choices: ['auto', 'color', 'monochrome'] },
    {
      flags: '--format <type>',
      text: 'what the file is, where its first bytes do not tell: application/pdf',
      check: checkFormat,
    },
    { flags: '--title <text>', text: 'the name of the job (the name of the file)' },
    {
      flags: '--way <how>',
      text: 'how to get there, the best that it has if absent',
      choices: ['ipp', 'ipps', 'raw', 'lpd'],
    },
    { flags: '--queue <name>', text: 'of lpd: the queue at the printer (lp)' },
    { flags: '--wait <time>', text: 'how long to follow the job: 30s, 5m (2m)', check: checkWait },
    { flags: '--again', text: 'a second copy, where an earlier job may have printed it' },
    settingOptions.rate,
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'json'],
  examples: [
    { line: "quietport print 'Front desk' menu.pdf", text: 'wherever that printer is now' },
    { line: 'quietport print 10.0.0.5 label.prn --way raw --yes', text: 'the bytes as they are, to port 9100' },
  ],
  async run(context, [id = '', file = ''], options) {
    const request = await requestOf(context, id, file, options);
    return withHouse(context, async (house) => {
      const { device, place, format } = await planPrint(request, house);
      const { source } = request;
      const name = [device.facts.name?.value, modelOf(device)].filter((word) => word !== undefined).join(', ');
      context.say(
        `${source.name} (${format}, ${source.size} bytes) on ${device.id} (${name}) by ${place.way} at ${place.address}:${place.port}`,
      );
      if (!options.flag('yes') && !(await askConsent(context, 'Print this?'))) {
        context.ask('Nothing was sent.');
        return context.signal.aborted ? 130 : 1;
      }
      let shown = '';
      const { job } = await print(request, house, context.signal, {
        job: (now) => {
          const line = `${now.state}: ${now.detail}`;
          if (line !== shown) context.say(line);
          shown = line;
        },
      });
      if (context.output === 'json') context.printDocument(jobDocument(job));
      else context.print(lineOf(job));
      return context.signal.aborted ? 130 : exitOfJob(job);
    });
  },
};

async function requestOf(context: Context, id: string, file: string, options: Options): Promise<PrintRequest> {
  const { host: _, ...how } = await hostRequest(context, '', false);
  const copies = options.text('copies');
  const wait = options.text('wait');
  const format = options.text('format');
  const [media, sides, colorMode, title, queue] = ['media', 'sides', 'color-mode', 'title', 'queue'].map((name) =>
    options.text(name),
  );
  const way = options.text('way');
  return {
    id,
    how,
    source: await openPrintSource(file),
    // checked where the option is
    waitMs: wait === undefined ? WAIT_MS : parseDuration(wait)!,
    again: options.flag('again'),
    ...(format === undefined ? {} : { format }),
    ...(title === undefined ? {} : { title }),
    ...(queue === undefined ? {} : { queue }),
    // the option allows no other words
    ...(way === undefined ? {} : { way: way as NonNullable<PrintRequest['way']> }),
    template: {
      ...(copies === undefined ? {} : { copies: Number(copies) }),
      ...(media === undefined ? {} : { media }),
      ...(sides === undefined ? {} : { sides: sides as NonNullable<PrintRequest['template']['sides']> }),
      ...(colorMode === undefined
        ? {}
        : { colorMode: colorMode as NonNullable<PrintRequest['template']['colorMode']> }),
    },
  };
}

function lineOf({ id, state, detail, document }: PrintJob): string {
  return `${id}  ${document.name}  ${state}  ${detail}`;
}

function checkCopies(value: string): void {
  if (!/^[1-9]\d{0,2}$/.test(value))
    throw new Fault('usage/bad-value', { option: '--copies', value, expected: 'Give a number from 1 to 999.' });
}

function checkWait(value: string): void {
  if (parseDuration(value) === undefined)
    throw new Fault('usage/bad-value', { option: '--wait', value, expected: 'Give a time: 30s, 5m.' });
}

function checkFormat(value: string): void {
  if (!/^[\w.+-]+\/[\w.+-]+$/.test(value))
    throw new Fault('usage/bad-value', { option: '--format', value, expected: 'Give a media type: application/pdf.' });
}

const WAIT_MS = 120_000;
