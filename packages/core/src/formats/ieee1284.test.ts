import { describe, expect, it } from 'vitest';
import { deviceIdText, parseDeviceId } from './ieee1284.ts';

describe('IEEE 1284 device ID', () => {
  it('reads the short keys of an Epson and its serial in hex', () => {
    const id = parseDeviceId('MFG:EPSON;CMD:ESCPL2,BDC;MDL:XP-432 435 Series;CLS:PRINTER;SN:57324150303130353532;');
    expect(id).toMatchObject({ make: 'EPSON', model: 'XP-432 435 Series', class: 'PRINTER', serial: 'W2AP010552' });
  });

  it('reads long keys in any case and keeps a plain serial as it is', () => {
    const id = parseDeviceId(
      'Manufacturer:Kyocera;Model:ECOSYS M2540dn;COMMAND SET:PCL,URF:a,b;SerialNumber:VCF5Z01234',
    );
    expect(id).toMatchObject({ make: 'Kyocera', model: 'ECOSYS M2540dn', serial: 'VCF5Z01234' });
    expect(id.keys.get('CMD')).toBe('PCL,URF:a,b');
  });

  it('leaves out what is empty, doubled or without a colon', () => {
    const id = parseDeviceId(';;MFG:;junk;MDL:A;MDL:B;:x');
    expect(id.make).toBeUndefined();
    expect(id.model).toBe('A');
    expect([...id.keys.keys()]).toEqual(['MDL']);
  });

  it('keeps Epson digits that are no text as they stand', () => {
    expect(parseDeviceId('MFG:EPSON;SN:7777777777;').serial).toBe('7777777777');
    expect(parseDeviceId('MFG:EPSON;SN:2021222324;').serial).toBe('2021222324');
  });

  it('skips the length in front of the text', () => {
    const text = 'MFG:HP;';
    const bytes = Uint8Array.from([0, text.length + 2, ...new TextEncoder().encode(text)]);
    expect(deviceIdText(bytes)).toBe(text);
    expect(deviceIdText(bytes.subarray(2))).toBe(text);
  });
});
