import { Notebook } from '../notebook.ts';
import type { LintFile, Surroundings } from '../reader.ts';
import { assignmentsOf, type Variables } from '../variables.ts';
import { readYaml, type YamlNode } from '../yaml-view.ts';

/** One file of a project. */
export interface Part {
  readonly file: LintFile;
  readonly notebook: Notebook;
  readonly variables: Variables;
  readonly services: readonly (readonly [string, YamlNode])[];
}

/** What one file says of a service; `extends` where it is only the model of it. */
export interface Body {
  readonly part: Part;
  readonly node: YamlNode;
  readonly by: 'file' | 'extends';
}

/** The files of a project in the order in which they are merged: what is included stands before who includes it. */
export async function loadProject(
  files: readonly LintFile[],
  around: Surroundings,
  seen: Set<string> = new Set(),
): Promise<Part[]> {
  const parts: Part[] = [];
  for (const file of files) {
    if (seen.has(file.path)) continue;
    seen.add(file.path);
    const { part, documents } = await partOf(file, around);
    for (const document of documents)
      for (const item of document.get('include')?.items ?? [])
        parts.push(...(await loadProject(await includedBy(item, file, around), around, seen)));
    parts.push(part);
  }
  return parts;
}

/** Every service of a project with its bodies: models first, later files last; and the files that only models are in. */
export async function servicesOf(
  parts: readonly Part[],
  around: Surroundings,
): Promise<{ readonly services: ReadonlyMap<string, readonly Body[]>; readonly models: readonly Part[] }> {
  const services = new Map<string, Body[]>();
  const models = new Map<string, Part>();
  for (const part of parts) {
    for (const [name, node] of part.services) {
      const before = services.get(name) ?? [];
      const model = await modelOf(part, node, { around, models, depth: 0 });
      services.set(name, [...before, ...model, { part, node, by: 'file' }]);
    }
  }
  return { services, models: [...models.values()] };
}

interface Search {
  readonly around: Surroundings;
  readonly models: Map<string, Part>;
  readonly depth: number;
}

/** The bodies that a service extends, the remotest first (`extends: NAME`, `extends: { file, service }`). */
async function modelOf(part: Part, node: YamlNode, search: Search): Promise<readonly Body[]> {
  const extended = node.get('extends');
  if (extended === undefined || search.depth > deepest) return [];
  const path = extended.get('file')?.text;
  const home = path === undefined ? part : await modelPart(part, path, search);
  const name = extended.get('service')?.text ?? extended.text;
  const model = home?.services.find(([each]) => each === name)?.[1];
  if (home === undefined || model === undefined) return [];
  const further = await modelOf(home, model, { ...search, depth: search.depth + 1 });
  return [...further, { part: home, node: model, by: 'extends' }];
}

async function modelPart(part: Part, path: string, { around, models }: Search): Promise<Part | undefined> {
  const file = await around.beside(part.file, path);
  if (file === undefined) return undefined;
  const known = models.get(file.path);
  if (known !== undefined) return known;
  const made = (await partOf(file, around)).part;
  models.set(file.path, made);
  return made;
}

async function partOf(file: LintFile, around: Surroundings) {
  const notebook = new Notebook(file.path, 'compose');
  const { documents, problems } = readYaml(file.text);
  for (const { spot, detail } of problems) notebook.remark('cannot-read', spot, '', `This is no YAML: ${detail}.`);
  const env = await around.beside(file, '.env');
  const variables = new Map(assignmentsOf(env?.text ?? '').map(({ name, value }) => [name, value]));
  const services = documents.flatMap((document) => document.get('services')?.entries ?? []);
  return { part: { file, notebook, variables, services } satisfies Part, documents };
}

/** `include: - PATH`, or a map whose `path` is one or several that are merged; what lies elsewhere is left out. */
async function includedBy(item: YamlNode, file: LintFile, around: Surroundings): Promise<readonly LintFile[]> {
  const path = item.get('path');
  const paths = path === undefined ? [item.text] : path.isList ? path.items.map(({ text }) => text) : [path.text];
  const found: LintFile[] = [];
  for (const each of paths) {
    if (each === undefined || /^[a-z+]+:|^git@/i.test(each)) continue;
    const included = await around.beside(file, each);
    if (included !== undefined) found.push(included);
  }
  return found;
}

// a service may extend itself in a circle
const deepest = 20;
