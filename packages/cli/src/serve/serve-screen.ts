import type { Bus, Device } from '@quietport/core';
import { deviceDocument, devicesDocument, type Station } from '@quietport/library';
import type { Context } from '../command.ts';
import { askForConsent } from '../look/ask-for-consent.ts';
import { columnsFor } from '../look/watch-screen.ts';
import { openLiveTable } from '../output/live.ts';

/** Shows on the terminal what is served, and takes consent there, until the signal fires. Elsewhere a line a change. */
export async function showServed(context: Context, station: Station, bus: Bus, url: string): Promise<void> {
  const table = await openLiveTable<Device>(context, columnsFor(context), {
    key: (device) => device.id,
    name: (device) => device.id,
    record: deviceDocument,
    document: () => devicesDocument(station.devices, station.virtual, undefined),
  });
  const { signal } = context;
  const events = bus.subscribe({ signal });
  const names = (await station.scope()).offered.map(({ name }) => name);
  let news = '';
  const readTrouble = async () => {
    const trouble = (await station.scope()).trouble ?? '';
    if (trouble !== news && trouble !== '' && !context.screen().terminal) context.say(trouble);
    news = trouble;
  };
  const consent = askForConsent(
    context,
    names,
    () => show(),
    () => {
      station.consent(names, 'terminal').catch((error: Error) => {
        news = error.message;
        show();
      });
    },
  );
  const show = () => {
    const what = station.virtual ? 'virtual fleet on loopback' : 'your network';
    const offer = station.virtual ? consent.offer() : '';
    const parts = [url, news, what, offer, 'Ctrl-C: end'];
    table.show(station.devices, [parts.filter((part) => part !== '').join(' · ')]);
  };
  try {
    // it may have begun before anybody listened
    await readTrouble();
    if (context.screen().terminal) show();
    for await (const { topic } of events) {
      if (topic === 'scope-changed') await readTrouble();
      // who is gone stays on lines that were printed
      if (context.screen().terminal || topic === 'device-changed') show();
    }
  } finally {
    consent.release();
  }
}
