import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { catalogue } from '../../packages/core/src/index.ts';
import { errorsPage, protocolsPage, verdictsPage } from '../support/reference-pages.ts';

const madeBy = 'npx vitest run tests/faces/reference-pages.test.ts --update';
const path = (from: string) => fileURLToPath(new URL(`../../${from}`, import.meta.url));

it('docs/errors.md says what the register of faults says', async () => {
  await expect(errorsPage(madeBy)).toMatchFileSnapshot(path('docs/errors.md'));
});

it('docs/protocols.md lists the rooms of the catalogue', async () => {
  await expect(protocolsPage(catalogue, madeBy)).toMatchFileSnapshot(path('docs/protocols.md'));
});

it('docs/verdicts.md lists the rules of the verdicts', async () => {
  await expect(verdictsPage(madeBy)).toMatchFileSnapshot(path('docs/verdicts.md'));
});

it.each(catalogue.map((room) => room.id))('the room %s has a README', (id) => {
  expect(existsSync(path(`packages/core/src/protocols/${id}/README.md`))).toBe(true);
});
