import type { Confidence, Field } from '../../bytes/field.ts';
import type { Described } from '../../contracts/protocol.ts';
import { clean } from '../../model/claim.ts';
import { decodeWeb, type ServedPage } from './codec.ts';
import type { Sign, WebPage } from './codec-page.ts';

/** A response: its status, its headers, and what of the page anything is read from. */
export function describeWeb(bytes: Uint8Array): Described {
  const decoded = decodeWeb(bytes);
  if (!decoded.ok) return { ok: false, error: decoded.error, fields: [] };
  const { value } = decoded;
  return { ok: true, value: plain(value), fields: [...headFields(value), ...pageFields(value.page)] };
}

function plain({ status, fields, body, page }: ServedPage): unknown {
  const { charset, cut, title, author, status: shown, tanks, rows } = page;
  return {
    status,
    headers: Object.fromEntries(fields.map(({ name, value }) => [name, clean(value)])),
    bodyBytes: body.length,
    charset,
    ...(cut ? { cut } : {}),
    ...(title === undefined ? {} : { title: title.text }),
    ...(author === undefined ? {} : { author: author.text }),
    ...(shown === undefined ? {} : { shown: shown.text }),
    tanks: tanks.map(({ name, box, level, icon }) => ({
      ...(name === undefined ? {} : { name: name.text }),
      ...(box === undefined ? {} : { box: true }),
      ...(level === undefined ? {} : { percent: Number(level.text) }),
      ...(icon === undefined ? {} : { icon: icon.says }),
    })),
    rows: rows.map(({ key, value: { text }, section }) => ({ key, value: text, ...(section ? { section } : {}) })),
  };
}

function headFields({ status, fields }: ServedPage): Field[] {
  return [
    { path: 'status', offset: 9, length: 3, text: String(status), confidence: 'spec' },
    ...fields.map(({ name, value, offset, length }): Field => {
      return { path: `header.${name}`, offset, length, text: clean(value), confidence: 'spec' };
    }),
  ];
}

function pageFields({ title, author, status, tanks, rows }: WebPage): Field[] {
  return [
    ...some(title, 'spec'),
    ...some(author, 'multi'),
    ...some(status, 'multi'),
    ...tanks.flatMap(({ name, box, level, icon }) => [
      ...some(name, 'multi'),
      ...some(box, 'multi'),
      ...some(level, 'multi', level === undefined ? '' : `${level.text} % of the bar`),
      ...some(icon, 'multi', icon?.says ?? ''),
    ]),
    ...rows.flatMap(({ key, value }) => some(value, 'multi', `${key}: ${value.text}`)),
  ];
}

function some(sign: Sign | undefined, confidence: Confidence, text = sign?.text ?? ''): Field[] {
  if (sign === undefined) return [];
  const { path, offset, length } = sign;
  return [{ path, offset, length, text, confidence }];
}
