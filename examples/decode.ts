// Decodes one packet, field by field. The bytes are the answer of an ENPC board to the probe of EpsonNet Config.
//
//   node --import tsx examples/decode.ts
import { catalogue, parseHex } from '@quietport/core';
import { decode } from '@quietport/library';

const bytes = parseHex('4550534f4e7000ff000000000000');
if (bytes === undefined) throw new Error('that is not hex');

const described = decode('enpc', bytes, catalogue);
for (const { offset, length, path, text, confidence } of described.fields)
  console.log(`${offset}+${length}`, path, text, `(${confidence})`);
if (!described.ok) console.log(described.error);
