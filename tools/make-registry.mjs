// Makes packages/knowledge/src/ports/registry-data.ts, the port registry that the program carries, from one snapshot of
// IANA's registry. A person runs it who has the file; nothing is fetched, here or at run time.
//
//   node tools/make-registry.mjs service-names-port-numbers.xml [--sha256 HEX] [--check] [--accept-loss]
//   node tools/make-registry.mjs iana.tsv --updated 2026-08-17 --xml-sha256 HEX
//
// --check compares and writes nothing; --target names another file than the one in the tree. The run stops where the file
// is cut off or older than what is there, where a sentinel is missing, or where more than one row in a hundred is gone;
// --accept-loss is for the person who has looked and knows why. What changed is printed for review.
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { readCompact, writeCompact } from './registry/compact.mjs';
import { compareRows, formatDrift } from './registry/drift.mjs';
import { readTsv } from './registry/read-tsv.mjs';
import { readXml } from './registry/read-xml.mjs';
import { findTrouble } from './registry/sentinels.mjs';
import { ROOT } from './steps/root.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    updated: { type: 'string' },
    'xml-sha256': { type: 'string' },
    sha256: { type: 'string' },
    check: { type: 'boolean', default: false },
    'accept-loss': { type: 'boolean', default: false },
    target: { type: 'string', default: join(ROOT, 'packages', 'knowledge', 'src', 'ports', 'registry-data.ts') },
  },
});
try {
  process.exitCode = run(positionals[0]);
} catch (error) {
  // a file that cannot be read, or that is not what it says: whoever runs this wants the sentence, not the stack
  process.exitCode = stop(`${error.message.replace(/\.?$/, '.')} Nothing was written.`);
}

function run(path) {
  if (path === undefined) return stop("Name the file: IANA's XML, or the tab-separated form of it.");
  const bytes = readFileSync(path);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  if (values.sha256 !== undefined && values.sha256 !== sha256)
    return stop(`The file has the SHA-256 ${sha256}, not ${values.sha256}: it is not the one that was meant.`);
  const snapshot = readSnapshot(decoded(bytes), sha256);
  if (typeof snapshot === 'string') return stop(snapshot);
  const before = committed();
  if (before !== undefined && snapshot.updated < before.updated && !values['accept-loss'])
    return stop(`The file is of ${snapshot.updated}, older than the registry that is there (${before.updated}).`);
  const trouble = findTrouble(snapshot.rows, before?.rows, values['accept-loss']);
  if (trouble.length > 0) return stop(`${trouble.join('\n')}\nNothing was written.`);
  const text = writeCompact(snapshot);
  if (values.check) {
    const same = before?.text === text;
    console.log(
      same ? 'registry-data.ts is what this file makes' : 'registry-data.ts differs from what this file makes',
    );
    return same ? 0 : 1;
  }
  if (before !== undefined) console.log(formatDrift(compareRows(before.rows, snapshot.rows)));
  writeFileSync(values.target, text);
  console.log(`${snapshot.rows.length} rows of ${snapshot.updated} → registry-data.ts, ${text.length} bytes`);
  return 0;
}

function readSnapshot(text, sha256) {
  const xml = text.trimStart().startsWith('<');
  if (xml) return { ...readXml(text), xmlSha256: sha256, source: 'xml' };
  if (values.updated === undefined || values['xml-sha256'] === undefined)
    return 'The tab-separated form does not say of when it is: give --updated DATE and --xml-sha256 HEX of its XML.';
  return {
    rows: readTsv(text),
    updated: values.updated,
    xmlSha256: values['xml-sha256'],
    tsvSha256: sha256,
    source: 'tsv',
  };
}

function decoded(bytes) {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new Error('The file is no UTF-8 text.');
  }
}

function committed() {
  try {
    const text = readFileSync(values.target, 'utf8');
    return { text, rows: readCompact(text), updated: /snapshot: '([\d-]+)'/.exec(text)?.[1] ?? '' };
  } catch (error) {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  }
}

function stop(why) {
  console.error(why);
  return 1;
}
