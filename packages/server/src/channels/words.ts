import type { Message, Notice, RaisedAlert } from '@quietport/core';

/** One notice in one line: what happened, to whom, and what it is. */
export function alertWords(what: Notice['what'], { deviceName, device, text, severity }: RaisedAlert): string {
  const who = deviceName ?? device ?? 'This machine';
  switch (what) {
    case 'test':
      return 'A test of this channel. Nothing is to be done.';
    case 'ended':
      return `Over: ${who}: ${text}`;
    case 'changed':
      return `Now ${severity}: ${who}: ${text}`;
    case 'started':
      return `${severity === 'info' ? 'Note' : severity === 'warning' ? 'Warning' : 'Critical'}: ${who}: ${text}`;
  }
}

/** The title of a message: its one notice, or how many there are. Controls never leave it: it may stand in a header. */
export function titleOf({ notices }: Message): string {
  const [only] = notices;
  const words =
    notices.length === 1 && only !== undefined
      ? alertWords(only.what, only.alert)
      : `${notices.length} alerts and ends`;
  return words.replaceAll(/\p{Cc}+/gu, ' ').slice(0, 200);
}

/** All of a message as plain text. */
export function textOf({ notices, lost }: Message): string {
  const rows = notices.flatMap(({ at, what, alert }) => [
    `${new Date(at).toISOString()}  ${alertWords(what, alert)}`.replaceAll(/\p{Cc}+/gu, ' '),
    ...(what === 'ended' || what === 'test' ? [] : [`    ${alert.next}`.replaceAll(/\p{Cc}+/gu, ' ')]),
  ]);
  const note = lost === 0 ? [] : ['', `${lost} earlier notices were given up: too many waited.`];
  return [...rows, ...note, ''].join('\n');
}
