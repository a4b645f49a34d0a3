import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { quietport, startQuietport } from './quietport.ts';
import { startAvahi, startIppPrinter } from './services.ts';

interface Shown {
  readonly devices: readonly (Readonly<Record<string, unknown>> & {
    readonly id: string;
    readonly interfaces: readonly { readonly addresses: readonly string[] }[];
    readonly facts: Readonly<Record<string, { readonly value: string }>>;
  })[];
}

/** CUPS' printer is recorded on one host, and made again from the file on another. */
describe("a recording of CUPS' IPP Everywhere printer", () => {
  const lab = new Lab();
  const file = join(lab.folder, 'printer.json');
  const whole = join(lab.folder, 'whole.json');
  let looker: Host;
  let again: Host;
  let other: Host;

  beforeAll(async () => {
    const segment = lab.segment('lan');
    looker = lab.host('looker', segment, '10.30.9.1/24');
    const printer = lab.host('printer', segment, '10.30.9.2/24');
    await startAvahi(printer);
    await startIppPrinter(printer, 'Lab One', ['-2', '-M', 'EPSON', '-m', 'WF-LAB', '-s', '20,20']);
    // another segment, so that nobody mistakes the copy for the original
    const elsewhere = lab.segment('far');
    again = lab.host('again', elsewhere, '10.30.9.1/24');
    other = lab.host('other', elsewhere, '10.30.9.2/24');
  });
  afterAll(() => lab.end());

  it('emulated, is found again and is the same device field by field', async () => {
    const before = await deviceAt(looker, '10.30.9.2');
    const recorded = await quietport(looker, ['record', '10.30.9.2', '--keep-names', '--to', whole]);
    expect(recorded.code, recorded.err).toBe(0);
    const copy = startQuietport(other, ['emulate', whole, '-i', 'eth0']);
    await copy.says(/Ctrl-C ends them/);
    const after = await deviceAt(again, '10.30.9.2');
    await copy.end();
    expect(comparable(after)).toEqual(comparable(before));
  });

  it('that is given away holds neither its name nor its UUID, address or host, and is the same model all the same', async () => {
    const recorded = await quietport(looker, ['record', '10.30.9.2', '--to', file]);
    expect(recorded.code, recorded.err).toBe(0);
    const text = readFileSync(file, 'utf8').toLowerCase();
    const before = await deviceAt(looker, '10.30.9.2');
    for (const secret of [before.facts['uuid']!.value, '10.30.9.2', 'Lab One']) {
      for (const form of [
        secret,
        Buffer.from(secret).toString('hex'),
        Buffer.from(secret).toString('base64').slice(0, -4),
      ])
        expect(text).not.toContain(form.toLowerCase());
    }
    const copy = startQuietport(other, ['emulate', file, '-i', 'eth0']);
    await copy.says(/Ctrl-C ends them/);
    const after = await deviceAt(again, '10.30.9.2');
    await copy.end();
    expect(after.facts['model']!.value).toBe(before.facts['model']!.value);
    expect(after.facts['uuid']!.value).not.toBe(before.facts['uuid']!.value);
  });

  async function deviceAt(host: Host, address: string): Promise<Shown['devices'][number]> {
    const looked = await quietport(host, ['find', address, '-o', 'json']);
    const found = (JSON.parse(looked.out) as Shown).devices.filter(({ interfaces }) =>
      interfaces.some(({ addresses }) => addresses.includes(address)),
    );
    expect(found, looked.err).toHaveLength(1);
    return found[0]!;
  }
});

/**
 * All that does not hang on when and by which hardware address it was heard, nor on its certificate: that one stays
 * behind with its private key, with the host name in it, and which of two rooms answers first on a port may differ.
 */
function comparable(device: Readonly<Record<string, unknown>>): unknown {
  const { id: _, aliases: __, seen: ___, interfaces: ____, hostnames: _____, ...whole } = device;
  const ports = (whole['ports'] as readonly Readonly<Record<string, unknown>>[]).map((port) =>
    port['port'] === 8631 ? { ...port, service: 'ipp or web' } : port,
  );
  const rest = { ...whole, ports };
  return JSON.parse(JSON.stringify(rest, (key, value: unknown) => (/^(observedAt|since)$/.test(key) ? 'then' : value)));
}
