import { DELIBERATE_HEADER, EVENTS_PATH } from '@quietport/api';

/**
 * What runs in the browser. Whatever devices say is put in as text, never as markup. It shows what the documents say and
 * computes nothing but the form.
 */
export const script = `'use strict';
const at = (id) => document.getElementById(id);
const rows = new Map();
let scope;
let asking = false;

async function ask(path, method = 'GET', body) {
  const headers = method === 'GET' ? {} : { '${DELIBERATE_HEADER}': '1' };
  if (body !== undefined) headers['content-type'] = 'application/json';
  const answer = await fetch(path, { method, headers, body: body && JSON.stringify(body) });
  const document = await answer.json();
  if (!answer.ok) throw new Error(document.title + ' ' + document.detail);
  return document;
}

function levelText({ level, raw }) {
  if (level.type === 'exact') return Math.round(level.ratio * 1000) / 10 + '%';
  if (level.type === 'step') return level.label;
  return level.type === 'implausible' ? 'implausible: ' + raw.level : level.type.replaceAll('-', ' ');
}

function cells(device) {
  const { make, model } = device.facts;
  const what = [make, model].map((fact) => fact && fact.value).filter(Boolean).join(' ');
  const addresses = device.interfaces.flatMap((row) => row.addresses).join(', ');
  const state = [device.state.word, ...device.state.reasons].join(', ');
  const supplies = device.supplies.map((one) => one.name + ' ' + levelText(one)).join(' · ');
  return [what || device.kind, addresses, state, supplies, new Date(device.seen.last).toLocaleTimeString()];
}

function show(device) {
  for (const alias of device.aliases) drop(alias);
  let row = rows.get(device.id);
  if (!row) {
    row = at('devices').insertRow();
    rows.set(device.id, row);
  }
  row.replaceChildren(...cells(device).map((text) => {
    const cell = document.createElement('td');
    cell.textContent = text;
    return cell;
  }));
  count();
}

function drop(id) {
  const row = rows.get(id);
  if (row) row.remove();
  rows.delete(id);
  count();
}

function count() {
  const kind = scope && scope.virtual ? 'virtual device' : 'device';
  at('count').textContent = rows.size === 0 ? 'No device yet.' : rows.size + ' ' + kind + (rows.size === 1 ? '' : 's');
}

function showScope(next) {
  scope = next;
  const names = scope.offered.map((one) => one.name).join(', ');
  const [act, no] = [at('act'), at('no')];
  no.hidden = !asking;
  act.hidden = scope.virtual && names === '';
  if (!scope.virtual) {
    asking = false;
    no.hidden = true;
    at('scope').textContent = 'Looking at ' + scope.consent.interfaces.join(', ') + '.';
    act.textContent = 'Look now';
  } else if (asking) {
    at('scope').textContent = 'Quietport will ask the devices on ' + names + ' who they are and how they do. It reads only.';
    act.textContent = 'Yes, look at ' + names;
  } else {
    at('scope').textContent = 'These devices are virtual and live on this machine; nothing has left it.' +
      (names === '' ? ' There is no interface that may be looked at.' : '') + (scope.trouble ? ' ' + scope.trouble : '');
    act.textContent = 'Look at my network';
  }
  count();
}

async function press() {
  at('trouble').textContent = '';
  try {
    if (!scope.virtual) await ask('/api/v1/looks', 'POST');
    else if (!asking) {
      asking = true;
      showScope(scope);
    } else {
      const interfaces = scope.offered.map((one) => one.name);
      asking = false;
      showScope(await ask('/api/v1/consent', 'POST', { interfaces }));
    }
  } catch (error) {
    at('trouble').textContent = error.message;
  }
}

async function readAll() {
  showScope(await ask('/api/v1/scope'));
  const known = new Set();
  for (let cursor = ''; cursor !== null; ) {
    const page = await ask('/api/v1/devices?limit=500' + (cursor && '&cursor=' + encodeURIComponent(cursor)));
    for (const device of page.devices) {
      known.add(device.id);
      show(device);
    }
    cursor = page.next;
  }
  for (const id of [...rows.keys()]) if (!known.has(id)) drop(id);
}

const again = () => readAll().catch((error) => { at('trouble').textContent = error.message; });
at('act').addEventListener('click', press);
at('no').addEventListener('click', () => { asking = false; showScope(scope); });
const source = new EventSource('${EVENTS_PATH}');
const on = (name, take) => source.addEventListener(name, (event) => take(JSON.parse(event.data)));
on('device-changed', ({ device }) => show(device));
on('device-gone', ({ id }) => drop(id));
on('look-finished', again);
on('scope-changed', again);
on('events-lost', again);
source.addEventListener('open', () => { at('trouble').textContent = ''; again(); });
source.addEventListener('error', () => { at('trouble').textContent = 'The server does not answer. Trying again …'; });
`;
