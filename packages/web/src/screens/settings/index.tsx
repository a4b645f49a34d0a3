import { Button, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { type Answer, type AskingOf, ask } from '../../data/ask.ts';
import { documentOf, forget } from '../../data/query.ts';
import { useMay } from '../../data/role.ts';
import { Dialog } from '../../parts/dialog.tsx';
import { Card, Page } from '../../parts/page.tsx';
import { Said } from '../../parts/said.tsx';
import { Empty, Loaded, Trouble } from '../../parts/standing.tsx';
import { capital } from '../../parts/words.ts';
import classes from './settings.module.css';

type Setting = Answer<'GET /api/v1/settings'>['settings'][number];
type Changeable = AskingOf<'PUT /api/v1/settings/{setting}'>['params']['setting'];

/** How this house is set, and where each value comes from. */
export function Screen() {
  const admin = useMay('admin');
  return (
    <Page
      title="Settings"
      lead="What holds now, and who says so. Some can be changed while this runs; the others stand in files, variables or options."
    >
      {admin ? (
        <Settings />
      ) : (
        <Card>
          <Empty icon="settings" title="This is for admins.">
            An admin of this house sees the settings and changes those that can be changed here.
          </Empty>
        </Card>
      )}
    </Page>
  );
}

function Settings() {
  const query = useQuery(documentOf('GET /api/v1/settings', {}));
  return (
    <Loaded query={query} rows={8}>
      {({ settings }) => (
        <Card flush>
          <ul className={classes['settings']}>
            {changeableFirst(settings).map((setting) => (
              <OneSetting key={setting.key} setting={setting} />
            ))}
          </ul>
        </Card>
      )}
    </Loaded>
  );
}

function OneSetting({ setting }: { readonly setting: Setting }) {
  const { key, value, text, sources, changeable } = setting;
  const [editing, setEditing] = useState(false);
  const reset = useMutation({
    // the server says which ones can be changed
    mutationFn: () => ask('DELETE /api/v1/settings/{setting}', { params: { setting: key as Changeable } }),
    onSuccess: () => forget('GET /api/v1/settings'),
  });
  const own = sources.some(({ from }) => from === 'kept');
  return (
    <li>
      <div className={classes['words']}>
        <p className={classes['title']}>
          <code>{key}</code>
          <Said lines={2}>{valueText(value)}</Said>
        </p>
        <p className={classes['quiet']}>
          {capital(text)}:{' '}
          {sources.map(({ from, where }) => `${FROM[from]}${where === '' ? '' : ` (${where})`}`).join(', ')}
        </p>
        {reset.error && <Trouble error={reset.error} />}
      </div>
      {changeable && (
        <div className={classes['say']}>
          <Button size="xs" variant="default" aria-label={`Change ${key}`} onClick={() => setEditing(true)}>
            Change
          </Button>
          {own && (
            <Button
              size="xs"
              variant="subtle"
              aria-label={`Default of ${key}`}
              loading={reset.isPending}
              onClick={() => reset.mutate()}
            >
              Back to the default
            </Button>
          )}
        </div>
      )}
      {editing && <SettingForm setting={setting} close={() => setEditing(false)} />}
    </li>
  );
}

function SettingForm({ setting, close }: { readonly setting: Setting; readonly close: () => void }) {
  const [value, setValue] = useState(valueText(setting.value));
  const save = useMutation({
    mutationFn: () =>
      ask('PUT /api/v1/settings/{setting}', { params: { setting: setting.key as Changeable }, body: { value } }),
    onSuccess: () => {
      forget('GET /api/v1/settings');
      close();
    },
  });
  return (
    <Dialog title={setting.key} close={close} act="Save" ready={value.trim() !== ''} save={save}>
      <TextInput
        label={setting.text}
        description={setting.expected}
        value={value}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
    </Dialog>
  );
}

function changeableFirst(settings: readonly Setting[]): readonly Setting[] {
  return [...settings.filter(({ changeable }) => changeable), ...settings.filter(({ changeable }) => !changeable)];
}

function valueText(value: Setting['value']): string {
  if (value === null || (Array.isArray(value) && value.length === 0)) return '(none)';
  return Array.isArray(value) ? value.join(', ') : String(value);
}

const FROM: Readonly<Record<Setting['sources'][number]['from'], string>> = {
  option: 'by an option of this start',
  environment: 'by a variable',
  user: 'by your file',
  system: "by the system's file",
  kept: 'set here',
  default: 'the default',
};
