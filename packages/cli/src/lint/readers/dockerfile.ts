import type { PortTie } from '@quietport/core';
import { Notebook } from '../notebook.ts';
import type { LintFile, Reader } from '../reader.ts';
import { type Spot, spotsOf } from '../spots.ts';
import { interpolate } from '../variables.ts';
import { ownUrls } from './own-urls.ts';

/** Dockerfiles: EXPOSE, the PORT that they set, and their own health check. EXPOSE takes nothing, it is written down. */
export const dockerfile: Reader = {
  format: 'dockerfile',
  recognises: ({ name }) => /^(.+\.)?(docker|container)file(\..+)?$/i.test(name),
  read: (file) => imagePorts(file, [`image of ${file.path}`]),
};

/** What the image says that is built last, or that is called so: its stage, and those that this one begins with. */
export function imagePorts(file: LintFile, program: readonly string[], target?: string): Notebook {
  const notebook = new Notebook(file.path, 'dockerfile');
  const stages = stagesOf(file.text);
  const wanted = target === undefined ? undefined : stages.find(({ name }) => name === target.toLowerCase());
  let stage: Stage | undefined = wanted ?? stages.at(-1);
  const told: Stage[] = [];
  // a stage may only begin with one before it
  while (stage !== undefined) {
    told.unshift(stage);
    const { from } = stage;
    stage = stages.slice(0, stages.indexOf(stage)).findLast(({ name }) => name !== '' && name === from);
  }
  const tie = (says: PortTie['says']): { readonly tie: PortTie } => ({ tie: { says, program } });
  const values = new Map<string, string>();
  let set: (() => void) | undefined;
  for (const { word, text, spot } of told.flatMap(({ lines }) => lines)) {
    const said = interpolate(text, values);
    if (word === 'ARG' || word === 'ENV')
      for (const [name, value] of pairsOf(said)) {
        values.set(name, value);
        if (word === 'ENV' && name === 'PORT')
          set = () => notebook.take(spot, value, { role: 'mention', owner: 'ENV PORT', ...tie('sets') });
      }
    if (word === 'EXPOSE')
      for (const port of said.split(/\s+/))
        notebook.take(spot, port, { role: 'mention', owner: 'EXPOSE', ...tie('declares') });
    if (word === 'HEALTHCHECK')
      for (const port of ownUrls(said))
        notebook.take(spot, port, { role: 'mention', owner: 'HEALTHCHECK', text: said, ...tie('expects') });
  }
  set?.();
  return notebook;
}

interface Line {
  readonly word: string;
  readonly text: string;
  readonly spot: Spot;
}

interface Stage {
  readonly name: string;
  readonly from: string;
  readonly lines: readonly Line[];
}

/** The instructions from FROM to FROM. Lines end with a backslash where they go on, comments between them are skipped. */
function stagesOf(text: string): readonly Stage[] {
  const spotOf = spotsOf(text);
  const stages: { name: string; from: string; lines: Line[] }[] = [];
  const before: Line[] = [];
  for (const match of text.matchAll(instruction)) {
    const [whole, word = '', rest = ''] = match;
    const start = match.index + whole.length - rest.length;
    const line: Line = {
      word: word.toUpperCase(),
      text: rest.replace(/\\[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*/g, ' ').trim(),
      spot: spotOf(start),
    };
    if (line.word === 'FROM') {
      const [, from = '', name = ''] = /^(?:--\S+\s+)*(\S+)(?:\s+AS\s+(\S+))?/i.exec(line.text) ?? [];
      stages.push({ name: name.toLowerCase(), from: from.toLowerCase(), lines: [...before] });
    } else (stages.at(-1)?.lines ?? before).push(line);
  }
  return stages.length === 0 ? [{ name: '', from: '', lines: before }] : stages;
}

/** `A=1 B="2"`, or the old `A 1`. */
function pairsOf(text: string): readonly (readonly [string, string])[] {
  const old = /^([A-Za-z_]\w*)\s+([^=]*)$/.exec(text);
  if (old !== null) return [[old[1]!, old[2]!.trim()]];
  return [...text.matchAll(/([A-Za-z_]\w*)=("(?:[^"\\]|\\.)*"|'[^']*'|\S*)/g)].map(
    ([, name = '', value = '']) => [name, value.replace(/^(["'])(.*)\1$/, '$2')] as const,
  );
}

const instruction = /^[ \t]*([A-Za-z]+)[ \t]+((?:[^\\\n]|\\[ \t]*\r?\n(?:[ \t]*#.*\r?\n)*|\\.)*)/gm;
