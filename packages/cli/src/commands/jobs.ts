import type { PrinterJob, PrintJob } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import {
  askJob,
  cancelJob,
  findDevice,
  jobDocument,
  jobsOf,
  printerJobDocument,
  printerJobs,
} from '@quietport/library';
import type { Command, Context } from '../command.ts';
import { hostRequest } from '../look/host-request.ts';
import { withHouse } from '../look/open-house.ts';
import { askConsent } from '../manage/ask-consent.ts';
import type { Column } from '../output/columns.ts';
import { printRows } from '../output/rows.ts';
import { exitOfJob } from '../print/exit-of-job.ts';
import { settingOptions } from '../shared-options.ts';

const jobColumns: readonly Column<PrintJob>[] = [
  { key: 'id', title: 'JOB', value: ({ id }) => id, whole: true },
  { key: 'at', title: 'GIVEN', value: ({ at }) => new Date(at).toISOString(), whole: true },
  { key: 'device', title: 'DEVICE', value: ({ device }) => device, whole: true },
  { key: 'document', title: 'DOCUMENT', value: ({ document }) => document.name },
  { key: 'state', title: 'STATE', value: ({ state }) => state, whole: true },
  { key: 'way', title: 'WAY', value: ({ way }) => way, wide: true },
  { key: 'detail', title: 'DETAIL', value: ({ detail }) => detail },
];

const printerColumns: readonly Column<PrinterJob>[] = [
  { key: 'id', title: 'JOB', value: ({ id }) => id, whole: true, right: true },
  { key: 'state', title: 'STATE', value: ({ state }) => (typeof state === 'string' ? state : 'unknown'), whole: true },
  { key: 'user', title: 'USER', value: ({ user }) => user },
  { key: 'name', title: 'NAME', value: ({ name }) => name },
  { key: 'impressions', title: 'PAGES', value: ({ impressions }) => impressions, right: true },
  { key: 'reasons', title: 'REASONS', value: ({ reasons }) => reasons.join(' ') },
];

/** `quietport jobs [ID]` */
export const command: Command = {
  text:
    'Lists the jobs that were given from here, as they stood when they were last followed. With a device it asks that printer for ' +
    'its own list, whoever gave the jobs. --ask asks the printer what became of one of ours; --cancel takes one back.',
  arguments: [{ name: '[id]', text: 'a device, to be asked for its jobs' }],
  options: [
    { flags: '--ask <job>', text: 'what became of this job of ours' },
    { flags: '--cancel <job>', text: 'take this job of ours back' },
    { flags: '--yes', text: 'do not ask' },
    settingOptions.iOwnThis,
  ],
  outputs: ['table', 'wide', 'json', 'ndjson', 'csv', 'name'],
  columns: jobColumns as readonly Column<never>[],
  examples: [
    { line: 'quietport jobs', text: 'what was given from here' },
    { line: "quietport jobs 'Front desk'", text: "the printer's own list" },
    { line: 'quietport jobs --ask 4f21', text: 'was it printed?' },
  ],
  async run(context, [id], options) {
    const [ask, cancel] = [options.text('ask'), options.text('cancel')];
    if ([id, ask, cancel].filter((one) => one !== undefined).length > 1)
      throw new Fault('usage/bad-arguments', {
        detail: 'A device, --ask and --cancel are three questions',
        next: 'Give one of them.',
      });
    if (id !== undefined) return listOfPrinter(context, id);
    if (ask !== undefined) return oneJob(context, (how, house) => askJob(ask, how, house, context.signal));
    if (cancel === undefined) return ours(context);
    if (!options.flag('yes') && !(await askConsent(context, `Take job ${cancel} back?`))) return 1;
    return oneJob(context, (how, house) => cancelJob(cancel, how, house, context.signal));
  },
};

function ours(context: Context): Promise<number> {
  return withHouse(context, async ({ store }) => {
    const jobs = await jobsOf(store, MOST);
    await printRows<PrintJob>(context, jobs, jobColumns, {
      name: ({ id }) => id,
      record: jobDocument,
      document: (rows) => ({ schema: 'quietport/jobs@1', jobs: rows.map(jobDocument) }),
    });
    if (jobs.length === 0) context.say('No job was given from here.');
    return 0;
  });
}

function listOfPrinter(context: Context, id: string): Promise<number> {
  return withHouse(context, async (house) => {
    const { host: _, ...how } = await hostRequest(context, '', false);
    const device = await findDevice(house.store, id);
    const { jobs } = await printerJobs(device.id, how, house, context.signal);
    await printRows<PrinterJob>(context, jobs, printerColumns, {
      name: (job) => String(job.id),
      record: printerJobDocument,
      document: (rows) => ({
        schema: 'quietport/printer-jobs@1',
        device: device.id,
        jobs: rows.map(printerJobDocument),
      }),
    });
    if (jobs.length === 0) context.say('The printer lists no jobs.');
    return 0;
  });
}

type Work = Parameters<typeof withHouse<PrintJob>>[1];

function oneJob(
  context: Context,
  work: (how: Parameters<typeof askJob>[1], house: Parameters<Work>[0]) => Promise<PrintJob>,
): Promise<number> {
  return withHouse(context, async (house) => {
    const { host: _, ...how } = await hostRequest(context, '', false);
    const job = await work(how, house);
    if (context.output === 'json') context.printDocument(jobDocument(job));
    else context.print(`${job.id}  ${job.document.name}  ${job.state}  ${job.detail}`);
    return exitOfJob(job);
  });
}

const MOST = 200;
