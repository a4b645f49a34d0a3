import type { FileReading } from '@quietport/core';
import { Notebook } from '../notebook.ts';
import { folderOf, type LintFile, type Reader, type Surroundings } from '../reader.ts';
import { assignmentsOf, type Variables } from '../variables.ts';
import { readYaml, type YamlNode } from '../yaml-view.ts';
import { type Mapping, mappingOf } from './compose-mapping.ts';

/** Compose files, each with its override file as `docker compose` itself would merge them. */
export const compose: Reader = {
  format: 'compose',
  recognises: ({ name, text }) =>
    /^(docker-)?compose(\.[\w.-]+)?\.ya?ml$/i.test(name) || (/\.ya?ml$/i.test(name) && /^services:\s*$/m.test(text)),
  async read(file, around) {
    // an override that was named beside its base is read with the base
    if (baseNames(file.name).some((name) => around.given(folderOf(file.path) + name))) return empty;
    const variables = await variablesBeside(file, around);
    const parts: Part[] = [];
    for (const each of [file, ...(await overridesOf(file, around))]) {
      const notebook = new Notebook(each.path, 'compose');
      const services = servicesOf(each, notebook);
      parts.push({ notebook, services });
    }
    const published = new Map<string, Published[]>();
    for (const part of parts) {
      for (const [name, service] of part.services) mergePorts(published, part, name, service, variables);
    }
    for (const [name, rows] of published) note(name, rows, parts);
    return {
      uses: parts.flatMap(({ notebook }) => notebook.uses),
      remarks: parts.flatMap(({ notebook }) => notebook.remarks),
    };
  },
};

interface Part {
  readonly notebook: Notebook;
  readonly services: readonly (readonly [string, YamlNode])[];
}

interface Published {
  readonly part: Part;
  readonly node: YamlNode;
  readonly mapping: Mapping;
}

function servicesOf(file: LintFile, notebook: Notebook): Part['services'] {
  const { documents, problems } = readYaml(file.text);
  for (const { spot, detail } of problems) notebook.remark('cannot-read', spot, '', `This is no YAML: ${detail}.`);
  return documents.flatMap((document) => document.get('services')?.entries ?? []);
}

/** Appends the ports of a service to those of the files before, or puts them in their place where it is tagged so. */
function mergePorts(
  published: Map<string, Published[]>,
  part: Part,
  name: string,
  service: YamlNode,
  variables: Variables,
): void {
  const ports = service.get('ports');
  if (ports === undefined) return;
  const before = ports.tag === '!override' || ports.tag === '!reset' ? [] : (published.get(name) ?? []);
  // with the host's own network nothing is published
  const own = service.get('network_mode')?.text === 'host' || ports.tag === '!reset' ? [] : ports.items;
  const added: Published[] = [];
  for (const node of own) {
    const mapping = mappingOf(node, variables);
    if (mapping.base60)
      part.notebook.remark(
        'port-yaml-base60',
        node.spot,
        mapping.text,
        `YAML 1.1 reads ${mapping.text} without quotes as one number in base 60: write "${mapping.text}".`,
      );
    if (mapping.why !== undefined) part.notebook.remark('port-invalid', node.spot, mapping.text, mapping.why);
    // compose itself keeps of equal entries one
    else if (![...before, ...added].some((row) => row.mapping.key === mapping.key)) added.push({ part, node, mapping });
  }
  const [first] = before;
  if (first !== undefined && first.part !== part && added.length > 0) {
    const [one] = added;
    const place = `${first.part.notebook.file}:${first.node.spot.line}`;
    part.notebook.remark(
      'port-override-appends',
      one!.node.spot,
      one!.mapping.text,
      `This is added to the ports of service "${name}" at ${place}, it does not replace them: tag the list with !override if it should.`,
    );
  }
  published.set(name, [...before, ...added]);
}

/** Notes the ports that a service has when all files are merged. */
function note(name: string, rows: readonly Published[], parts: readonly Part[]): void {
  const bodies = parts.flatMap(({ services }) => services.filter(([each]) => each === name).map(([, node]) => node));
  const image = bodies.map((node) => node.get('image')?.text).findLast((text) => text !== undefined);
  const profiles = bodies.flatMap((node) => node.get('profiles')?.items ?? []).flatMap(({ text }) => text ?? []);
  for (const { part, node, mapping } of rows) {
    const { host, published, target, transport, text } = mapping;
    const notes = {
      owner: `service "${name}"`,
      hints: [name, ...(image === undefined ? [] : imageWords(image))],
      text,
      ...(transport === undefined ? {} : { transport }),
    };
    // without a published number the engine picks one by itself
    if (published === undefined) part.notebook.take(node.spot, target, { ...notes, role: 'mention' });
    else
      part.notebook.take(node.spot, published, {
        ...notes,
        role: 'publish',
        host,
        certain: true,
        privileged: true,
        profiles,
        ...(/^\d+$/.test(target) ? { target: Number(target) } : {}),
      });
  }
}

/** `ghcr.io/prom/node-exporter:v1` tells of prom and of node-exporter. */
function imageWords(image: string): readonly string[] {
  const bare = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return bare.split('/').filter((part) => !part.includes('.'));
}

async function variablesBeside(file: LintFile, around: Surroundings): Promise<Variables> {
  const env = await around.beside(file, '.env');
  return new Map(assignmentsOf(env?.text ?? '').map(({ name, value }) => [name, value]));
}

async function overridesOf(file: LintFile, around: Surroundings): Promise<readonly LintFile[]> {
  const match = /^((?:docker-)?compose)\.(ya?ml)$/i.exec(file.name);
  if (match === null) return [];
  for (const end of ['yml', 'yaml']) {
    const override = await around.beside(file, `${match[1]}.override.${end}`);
    if (override !== undefined) return [override];
  }
  return [];
}

function baseNames(name: string): readonly string[] {
  const match = /^((?:docker-)?compose)\.override\.ya?ml$/i.exec(name);
  return match === null ? [] : ['yml', 'yaml'].map((end) => `${match[1]}.${end}`);
}

const empty: FileReading = { uses: [], remarks: [] };
