import { formatHex } from '../../bytes/hex.ts';
import { decodeText } from '../../bytes/text.ts';
import { constantsOf } from './constants.ts';
import { risingNumbers, risingText } from './counters.ts';
import { entropyOf, wordsOfEntropy } from './entropy.ts';
import { type HeardBytes, type Hint, hint } from './hint.ts';
import { type Decoder, decodersThatTake } from './known-decoders.ts';
import { lengthFields, lengthText, prefixOf } from './length-fields.ts';
import { pairing } from './pairs.ts';
import { repeatedBlock, sameAgain } from './repeats.ts';
import { type Likeness, likenesses, quoted } from './signatures.ts';
import { textRuns } from './text-runs.ts';

/**
 * A first look at what was heard on a port, in order of time. Hints, each with its weight and what it rests on; what they
 * say of a protocol is never a fact. Total and bounded: of very much the first part is looked at.
 */
export function lookAtBytes(
  heard: readonly HeardBytes[],
  port: number,
  decoders: readonly Decoder[] = [],
): readonly Hint[] {
  const messages = bounded(heard);
  const spoken = messages.flatMap(({ bytes }, i) => (bytes.length > 0 ? [i] : []));
  if (spoken.length === 0) return [];
  const sides = [
    spoken.filter((i) => messages[i]!.from.port !== port),
    spoken.filter((i) => messages[i]!.from.port === port),
  ];
  const both = sides.every((side) => side.length > 0);
  return [
    ...likenessHints(messages, spoken, decoders),
    ...sides.flatMap((side, i) => fieldHints(messages, side, both ? [' to the port', ' from the port'][i]! : '')),
    ...senderHints(messages, spoken),
    ...pairHints(messages, port),
    ...repeatHints(messages, spoken),
    ...textHints(messages, spoken),
    entropyHint(messages, spoken),
  ];
}

/** What one message reminds of, the surest first: what can be said as it comes. */
export function likenessOf(bytes: Uint8Array, decoders: readonly Decoder[] = []): readonly Likeness[] {
  const all = [...decodersThatTake(bytes, decoders), ...likenesses(bytes)];
  return [...all.filter(({ weight }) => weight === 'like'), ...all.filter(({ weight }) => weight === 'perhaps')];
}

function bounded(heard: readonly HeardBytes[]): readonly HeardBytes[] {
  let left = MOST_BYTES;
  return heard.slice(0, MOST_MESSAGES).map((message) => {
    const bytes = message.bytes.subarray(0, Math.min(left, MOST_OF_ONE));
    left -= bytes.length;
    return { ...message, bytes };
  });
}

function likenessHints(
  messages: readonly HeardBytes[],
  spoken: readonly number[],
  decoders: readonly Decoder[],
): readonly Hint[] {
  const found = new Map<string, { readonly like: Likeness; readonly places: number[] }>();
  const tried = new Map<string, readonly Likeness[]>();
  for (const place of spoken) {
    const { bytes } = messages[place]!;
    const key = bytes.length <= 2048 ? formatHex(bytes) : `${place}`;
    const known = tried.get(key);
    if (known === undefined && tried.size >= MOST_TRIED) continue;
    const likes = known ?? likenessOf(bytes, decoders);
    tried.set(key, likes);
    for (const like of likes) {
      const row = found.get(`${like.weight} ${like.what}`);
      if (row === undefined) found.set(`${like.weight} ${like.what}`, { like, places: [place] });
      else row.places.push(place);
    }
  }
  const rows = [...found.values()].sort((a, b) => b.places.length - a.places.length);
  if (rows.length === 0) {
    const because = `no decoder of ours takes one, and none begins or is built like TLS, HTTP, XML, JSON, CBOR, ASN.1 or a printer language`;
    return [hint('nothing-known', 'seen', `unlike anything that is known here`, because, spoken)];
  }
  return rows.map(({ like, places }) =>
    hint(
      'likeness',
      like.weight,
      `${places.length} of ${spoken.length} ${spoken.length === 1 ? 'message' : 'messages'}: ${like.what}`,
      `in #${places[0]! + 1}, ${like.because}`,
      places,
    ),
  );
}

function fieldHints(messages: readonly HeardBytes[], side: readonly number[], which: string): readonly Hint[] {
  const all = side.map((place) => messages[place]!.bytes);
  const lengths = lengthFields(all).map((field) =>
    hint(
      'length-field',
      field.lengths >= 3 ? 'like' : 'perhaps',
      lengthText(field),
      `true of all ${all.length} messages${which}, of ${field.lengths} different lengths`,
      side,
    ),
  );
  const constants = constantsOf(all).map(({ offset, bytes }) => {
    const text =
      textRuns(bytes, Math.min(bytes.length, 3))[0]?.length === bytes.length ? ` ${quoted(decodeText(bytes))}` : '';
    const what = offset === 0 ? 'every message begins with' : `at ${offset} there always stands`;
    const shown = formatHex(bytes.subarray(0, 16)) + (bytes.length > 16 ? '…' : '');
    return hint(
      'constant',
      'seen',
      `${what} ${shown}${text}`,
      `${bytes.length} bytes at ${offset}, the same in ${all.length} messages${which}`,
      side,
    );
  });
  return [...lengths, ...constants];
}

/** What runs on from message to message of one sender. */
function senderHints(messages: readonly HeardBytes[], spoken: readonly number[]): readonly Hint[] {
  const senders = new Map<string, number[]>();
  for (const place of spoken) {
    const { from } = messages[place]!;
    const key = `${from.transport} ${from.address}`;
    senders.set(key, [...(senders.get(key) ?? []), place].slice(0, MOST_MESSAGES));
  }
  return [...senders.values()].flatMap((places) =>
    risingNumbers(places.map((place) => messages[place]!)).map((rising) =>
      hint(
        rising.is === 'unix-time' ? 'time' : 'counter',
        rising.is === 'rising' ? 'perhaps' : 'like',
        risingText(rising),
        `in ${rising.messages} messages of ${messages[places[0]!]!.from.address}, one after the other`,
        places,
      ),
    ),
  );
}

function pairHints(messages: readonly HeardBytes[], port: number): readonly Hint[] {
  const found = pairing(messages, port);
  if (found === undefined) return [];
  const { pairs, asked, leastMs, mostMs, echo } = found;
  const places = pairs.flatMap(({ asked: question, answer }) => [question, answer]);
  const took = `${Math.round(leastMs)} to ${Math.round(mostMs)} ms`;
  const hints = [
    hint(
      'pairing',
      'perhaps',
      `${pairs.length} of ${asked} messages to the port have an answer, after ${took}`,
      'the next message the other way between the same two, within 5 s',
      places,
    ),
  ];
  if (echo !== undefined)
    hints.push(
      hint(
        'pairing',
        'like',
        `the answer repeats ${echo.length} bytes of the question at ${echo.offset}`,
        `the same in each of ${pairs.length} pairs, and not the same in all of them`,
        places,
      ),
    );
  return hints;
}

function repeatHints(messages: readonly HeardBytes[], spoken: readonly number[]): readonly Hint[] {
  const again = sameAgain(messages)
    .slice(0, MOST_REPEATS)
    .map(({ messages: places, everyMs, withinMs }) =>
      hint(
        'repeat',
        'seen',
        `the same ${messages[places[0]!]!.bytes.length} bytes ${places.length} times, about every ${(everyMs / 1000).toFixed(everyMs < 10_000 ? 2 : 1)} s`,
        `byte for byte from ${messages[places[0]!]!.from.address}; no pause differs from the middle one by more than ${Math.round(withinMs)} ms`,
        places,
      ),
    );
  const blocks = spoken.slice(0, MOST_TRIED).flatMap((place) => {
    const block = repeatedBlock(messages[place]!.bytes);
    if (block === undefined) return [];
    const { first, again: second, length } = block;
    return [
      hint('repeat', 'seen', `${length} bytes of #${place + 1} stand in it twice`, `at ${first} and at ${second}`, [
        place,
      ]),
    ];
  });
  return [...again, ...blocks.slice(0, MOST_REPEATS)];
}

function textHints(messages: readonly HeardBytes[], spoken: readonly number[]): readonly Hint[] {
  const found = new Map<string, { readonly places: number[]; readonly because: string }>();
  for (const place of spoken) {
    for (const run of textRuns(messages[place]!.bytes).slice(0, MOST_TEXTS)) {
      const known = found.get(run.text);
      if (known !== undefined) known.places.push(place);
      else if (found.size < MOST_TEXTS) {
        const prefix = prefixOf(messages[place]!.bytes, run);
        const length =
          prefix === undefined
            ? ''
            : `; the number at ${prefix.offset} (${prefix.width} ${prefix.width === 1 ? 'byte' : 'bytes'}) counts its bytes`;
        found.set(run.text, {
          places: [place],
          because: `${run.charset}, ${run.length} bytes at ${run.offset} of #${place + 1}${length}`,
        });
      }
    }
  }
  return [...found].map(([text, { places, because }]) => {
    const times = new Set(places).size;
    return hint('text', 'seen', `text ${quoted(text)}${times === 1 ? '' : ` in ${times} messages`}`, because, [
      ...new Set(places),
    ]);
  });
}

function entropyHint(messages: readonly HeardBytes[], spoken: readonly number[]): Hint {
  const measured = entropyOf(spoken.map((place) => messages[place]!.bytes));
  const { bits, most, bytes } = measured;
  const words = wordsOfEntropy(measured);
  const short = most < 8 ? `; so few bytes show ${most.toFixed(1)} at most, so it says little` : '';
  return hint(
    'entropy',
    'seen',
    `${bits.toFixed(2)} bits a byte${words === undefined ? '' : `, ${words}`}`,
    `over ${bytes} bytes of ${spoken.length} ${spoken.length === 1 ? 'message' : 'messages'}${short}`,
    spoken,
  );
}

const MOST_MESSAGES = 1_000;
const MOST_OF_ONE = 64 * 1024;
const MOST_BYTES = 1024 * 1024;
const MOST_TRIED = 64;
const MOST_REPEATS = 4;
const MOST_TEXTS = 24;
