import type { Handlers } from '@quietport/api';
import { settingRows } from '../../settings/rows.ts';
import type { KeptSettings } from '../kept-settings.ts';

/** How this house is set, and what of it can be changed while it runs. */
export function settingHandlers(settings: KeptSettings): Pick<Handlers, 'settings' | 'putSetting' | 'resetSetting'> {
  const document = () => ({
    schema: 'quietport/settings@1',
    settings: settingRows.map((row) => ({
      key: row.key,
      value: row.show(settings.now) ?? null,
      text: row.text,
      expected: row.expected,
      sources: settings.sources(row.key),
      changeable: settings.isChangeable(row.key),
    })),
  });
  return {
    settings: async () => document(),
    putSetting: async ({ params, body }) => {
      await settings.put(params.setting, body.value);
      return document();
    },
    resetSetting: async ({ params }) => {
      await settings.reset(params.setting);
      return document();
    },
  };
}
