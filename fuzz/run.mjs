// Feeds every room with mutated golden packets: decoding must be total, its fields must lie inside the packet, the value
// must be plain JSON, and no input may take long.   node fuzz/run.mjs [--seconds 60] [--seed N] [--room NAME]
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { catalogue, formatHex, parseHex } from '@quietport/core';
import { brokenCapture, hear } from './capture.mjs';
import { mutate, randomFrom } from './mutate.mjs';
import { hintsOf } from './observe.mjs';

const SLOW_MS = 500;
const CAPTURE = 'capture';
const OBSERVE = 'observe';

const option = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1];
};

const seconds = Number(option('seconds', '60'));
const seed = Number(option('seed', String(Date.now() % 2 ** 31)));
const only = option('room', undefined);
if (!Number.isFinite(seconds) || seconds <= 0 || !Number.isInteger(seed)) {
  console.error('fuzz/run.mjs: --seconds takes a positive number, --seed a whole one');
  process.exit(2);
}

const rooms = catalogue.filter((room) => room.decodes !== false && (only === undefined || room.id === only));
const random = randomFrom(seed);
const until = performance.now() + seconds * 1000;
const counts = new Map(rooms.map((room) => [room.id, { inputs: 0, values: 0, errors: 0 }]));
const corpus = new Map(rooms.map((room) => [room.id, goldenOf(room.id)]));
for (const [id, packets] of corpus)
  if (packets.length === 0) fail(id, new Uint8Array(), 'the room has no golden packets');

const looks = { inputs: 0, hints: 0 };
const captures = { inputs: 0, whole: 0, told: 0 };
const spoken = catalogue.flatMap(({ id, ports, decodes }) =>
  decodes === false ? [] : goldenOf(id).map((bytes) => ({ ports, bytes })),
);
while (performance.now() < until) {
  if (only === undefined || only === CAPTURE) for (let i = 0; i < 50; i++) testCapture();
  if (only === undefined || only === OBSERVE) for (let i = 0; i < 3; i++) testHints();
  for (const room of rooms) {
    const packets = corpus.get(room.id);
    for (let i = 0; i < 50; i++) test(room, mutate(packets, random));
  }
}
if (captures.inputs > 0)
  console.log(
    `${CAPTURE.padEnd(8)} ${captures.inputs} inputs: ${captures.whole} whole, ${captures.inputs - captures.whole} not, ${captures.told} things told`,
  );
if (looks.inputs > 0) console.log(`${OBSERVE.padEnd(8)} ${looks.inputs} inputs: ${looks.hints} hints`);
for (const [id, { inputs, values, errors }] of counts)
  console.log(`${id.padEnd(8)} ${inputs} inputs: ${values} values, ${errors} errors with code, offset and field`);
console.log(`fuzz: seed ${seed}, ${seconds} s, no fault`);

function test(room, bytes) {
  const count = counts.get(room.id);
  count.inputs++;
  const start = performance.now();
  let described;
  try {
    described = room.describe(bytes);
    JSON.stringify(described);
  } catch (error) {
    fail(room.id, bytes, error.stack);
  }
  const took = performance.now() - start;
  if (took > SLOW_MS) fail(room.id, bytes, `took ${Math.round(took)} ms`);
  for (const { path, offset, length } of described.fields)
    if (path === '' || offset < 0 || length < 0 || offset + length > bytes.length)
      fail(room.id, bytes, `the field "${path}" at ${offset}+${length} lies outside of ${bytes.length} bytes`);
  if (described.ok) count.values++;
  else {
    count.errors++;
    const { code, offset, field } = described.error;
    if (!code || !field || !(offset >= 0 && offset <= bytes.length))
      fail(room.id, bytes, `an error without code, offset or field: ${JSON.stringify(described.error)}`);
  }
}

function testCapture() {
  const file = brokenCapture(spoken, random);
  const start = performance.now();
  captures.inputs++;
  try {
    const { end, told } = hear(file);
    if (end === 'whole') captures.whole++;
    captures.told += told;
  } catch (error) {
    fail(CAPTURE, file, error.stack);
  }
  const took = performance.now() - start;
  if (took > SLOW_MS) fail(CAPTURE, file, `took ${Math.round(took)} ms`);
}

function testHints() {
  const start = performance.now();
  looks.inputs++;
  try {
    looks.hints += hintsOf(spoken, random).hints.length;
  } catch (error) {
    fail(OBSERVE, new Uint8Array(), error.stack);
  }
  const took = performance.now() - start;
  if (took > SLOW_MS) fail(OBSERVE, new Uint8Array(), `took ${Math.round(took)} ms`);
}

function fail(id, bytes, why) {
  console.error(`fuzz: ${id}, seed ${seed}: ${why}\ninput: ${formatHex(bytes)}`);
  process.exit(1);
}

function goldenOf(id) {
  const folder = fileURLToPath(new URL(`../packages/core/src/protocols/${id}/golden/`, import.meta.url));
  return readdirSync(folder)
    .filter((file) => file.endsWith('.hex'))
    .map((file) => parseHex(readFileSync(folder + file, 'utf8').replace(/^#.*$/gm, '')));
}
