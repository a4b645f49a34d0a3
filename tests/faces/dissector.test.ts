import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { dissector } from '../support/dissector.ts';

const madeBy = 'npx vitest run tests/faces/dissector.test.ts --update';

it('docs/wireshark/quietport.lua is made of the tables that the codecs read by', async () => {
  const path = fileURLToPath(new URL('../../docs/wireshark/quietport.lua', import.meta.url));
  await expect(dissector(madeBy)).toMatchFileSnapshot(path);
});
