import type { PortTie } from '@quietport/core';
import type { UseNotes } from '../notebook.ts';
import { parsePorts } from '../port-text.ts';
import type { Surroundings } from '../reader.ts';
import { interpolate } from '../variables.ts';
import type { YamlNode } from '../yaml-view.ts';
import { type Mapping, mappingOf } from './compose-mapping.ts';
import type { Body, Part } from './compose-project.ts';
import { imagePorts } from './dockerfile.ts';
import { ownUrls } from './own-urls.ts';

interface Published {
  readonly body: Body;
  readonly node: YamlNode;
  readonly mapping: Mapping;
}

/** Notes the ports that a service has when all its files are merged, and what its program says of itself. */
export async function noteService(name: string, bodies: readonly Body[], around: Surroundings): Promise<void> {
  let rows: readonly Published[] = [];
  for (const body of bodies) rows = merged(rows, body, name);
  const last = (key: string): string | undefined =>
    bodies.map(({ node }) => node.get(key)?.text).findLast((text) => text !== undefined);
  // with the host's own network nothing is published
  if (last('network_mode') === 'host') return;
  const image = last('image');
  const owner = `service "${name}"`;
  const hints = [name, ...(image === undefined ? [] : imageWords(image))];
  const profiles = bodies.flatMap(({ node }) => node.get('profiles')?.items ?? []).flatMap(({ text }) => text ?? []);
  const program = [`compose ${bodies[0]!.part.file.path} service ${name}`];
  for (const row of rows) notePublished(row, { owner, hints }, profiles, program);
  for (const { part, node } of bodies) {
    for (const item of node.get('expose')?.items ?? [])
      mention(part, item, item.text, { owner: `expose of ${owner}`, tie: { says: 'declares', program } });
    noteHealthcheck(part, node, owner, program);
  }
  const set = bodies.map(({ part, node }) => settingOf(part, node)).findLast((found) => found !== undefined);
  if (set !== undefined)
    mention(set.part, set.node, set.text, { owner: `PORT of ${owner}`, tie: { says: 'sets', program } });
  for (const { part, node } of bodies) await noteImage(part, node, around, program, set !== undefined);
}

/** Appends the ports of one file to those before, or puts them in their place where it is tagged so. */
function merged(rows: readonly Published[], body: Body, name: string): readonly Published[] {
  const { part, node: service, by } = body;
  const ports = service.get('ports');
  if (ports === undefined) return rows;
  const before = ports.tag === '!override' || ports.tag === '!reset' ? [] : rows;
  const added: Published[] = [];
  for (const node of ports.tag === '!reset' ? [] : ports.items) {
    const mapping = mappingOf(node, part.variables);
    const { text, why, key } = mapping;
    if (mapping.base60)
      part.notebook.remark(
        'port-yaml-base60',
        node.spot,
        text,
        `YAML 1.1 reads ${text} without quotes as one number in base 60: write "${text}".`,
      );
    if (why !== undefined) part.notebook.remark('port-invalid', node.spot, text, why);
    // compose itself keeps of equal entries one
    else if (![...before, ...added].some((row) => row.mapping.key === key)) added.push({ body, node, mapping });
  }
  const [first] = before.filter((row) => row.body.by === 'file');
  const [one] = added;
  if (first !== undefined && one !== undefined && by === 'file' && first.body.part !== part) {
    const place = `${first.body.part.file.path}:${first.node.spot.line}`;
    part.notebook.remark(
      'port-override-appends',
      one.node.spot,
      one.mapping.text,
      `This is added to the ports of service "${name}" at ${place}, it does not replace them: tag the list with !override if it should.`,
    );
  }
  return [...before, ...added];
}

function notePublished(
  { body, node, mapping }: Published,
  common: Pick<UseNotes, 'owner' | 'hints'>,
  profiles: readonly string[],
  program: readonly string[],
): void {
  const { host, published, target, transport, text } = mapping;
  const inside = parsePorts(target, transport);
  const tie: PortTie | undefined =
    inside.is === 'ports'
      ? { says: 'expects', program, numbers: { port: inside.port, portEnd: inside.portEnd } }
      : undefined;
  const notes = {
    ...common,
    text,
    ...(transport === undefined ? {} : { transport }),
    ...(tie === undefined ? {} : { tie }),
  };
  const { notebook } = body.part;
  // without a published number the engine picks one by itself
  if (published === undefined) notebook.take(node.spot, target, { ...notes, role: 'mention' });
  else
    notebook.take(node.spot, published, {
      ...notes,
      role: 'publish',
      host,
      certain: true,
      privileged: true,
      profiles,
      ...(/^\d+$/.test(target) ? { target: Number(target) } : {}),
    });
}

/** A check that asks the container itself by a URL. */
function noteHealthcheck(part: Part, service: YamlNode, owner: string, program: readonly string[]): void {
  const test = service.at('healthcheck', 'test');
  for (const node of test === undefined ? [] : test.isList ? test.items : [test])
    for (const port of ownUrls(interpolate(node.text ?? '', part.variables)))
      mention(part, node, port, { owner: `the health check of ${owner}`, tie: { says: 'expects', program } });
}

/** `environment: PORT: 3000`, as a map or as a list. */
function settingOf(part: Part, service: YamlNode): { part: Part; node: YamlNode; text: string } | undefined {
  const environment = service.get('environment');
  const node = environment?.get('PORT');
  if (node?.text !== undefined) return { part, node, text: node.text };
  const item = environment?.items.findLast(({ text }) => text?.startsWith('PORT=') === true);
  return item === undefined ? undefined : { part, node: item, text: item.text!.slice('PORT='.length) };
}

/** What the Dockerfile says that the service is built from. */
async function noteImage(
  part: Part,
  service: YamlNode,
  around: Surroundings,
  program: readonly string[],
  isSet: boolean,
): Promise<void> {
  const build = service.get('build');
  const context = build?.get('context')?.text ?? build?.text ?? (build === undefined ? undefined : '.');
  if (context === undefined || /^[a-z+]+:|^git@/i.test(context)) return;
  const path = `${interpolate(context, part.variables)}/${build?.get('dockerfile')?.text ?? 'Dockerfile'}`;
  const file = await around.beside(part.file, path);
  if (file === undefined) return;
  const { uses } = imagePorts(file, program, build?.get('target')?.text);
  // what compose sets counts more than what the image does
  part.notebook.uses.push(...uses.filter(({ tie }) => !(isSet && tie?.says === 'sets')));
}

function mention(part: Part, node: YamlNode, ports: string | undefined, notes: Omit<UseNotes, 'role'>): void {
  const text = interpolate(ports ?? '', part.variables);
  // what stands there beside the published ports is no finding of its own: it is compared where it is a number
  if (parsePorts(text).is === 'ports') part.notebook.take(node.spot, text, { ...notes, role: 'mention' });
}

/** `ghcr.io/prom/node-exporter:v1` tells of prom and of node-exporter. */
function imageWords(image: string): readonly string[] {
  const bare = image.replace(/@.*$/, '').replace(/:[^/]*$/, '');
  return bare.split('/').filter((part) => !part.includes('.'));
}
