import { expect, it } from 'vitest';
import { apiPage } from '../support/api-page.ts';

it('docs/api.md says what the table of routes says', async () => {
  const madeBy = 'npx vitest run tests/faces/api-page.test.ts --update';
  await expect(apiPage(madeBy)).toMatchFileSnapshot('../../docs/api.md');
});
