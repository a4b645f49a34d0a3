import type { Transport } from '@quietport/core';
import { Notebook } from '../notebook.ts';
import type { Reader } from '../reader.ts';
import { readYaml, type YamlNode } from '../yaml-view.ts';

/** Manifests of Kubernetes: services, pods and whatever makes pods, several documents in one file. */
export const kubernetes: Reader = {
  format: 'kubernetes',
  recognises: ({ name, text }) => /\.(ya?ml|json)$/i.test(name) && /^[ \t]*"?apiVersion"?[ \t]*:/m.test(text),
  read(file) {
    const notebook = new Notebook(file.path, 'kubernetes');
    const { documents, problems } = readYaml(file.text);
    for (const { spot, detail } of problems) notebook.remark('cannot-read', spot, '', `This is no YAML: ${detail}.`);
    for (const document of documents) manifest(notebook, document);
    return notebook;
  },
};

function manifest(notebook: Notebook, document: YamlNode): void {
  const kind = document.get('kind')?.text ?? '';
  const name = document.at('metadata', 'name')?.text ?? '';
  const spec = document.get('spec');
  if (kind === 'List') for (const item of document.get('items')?.items ?? []) manifest(notebook, item);
  if (spec === undefined) return;
  const space = `namespace ${document.at('metadata', 'namespace')?.text ?? ''}`;
  const called: Called = { kind, name, space };
  if (kind === 'Service') service(notebook, called, spec);
  else if (kind === 'Ingress') ingress(notebook, called, spec);
  else if (kind === 'Pod') pod(notebook, called, document);
  else pod(notebook, called, kind === 'CronJob' ? spec.at('jobTemplate', 'spec', 'template') : spec.get('template'));
}

interface Called {
  readonly kind: string;
  readonly name: string;
  /** Labels are looked for in one namespace. */
  readonly space: string;
}

function service(notebook: Notebook, { name, space }: Called, spec: YamlNode): void {
  const owner = `service "${name}"`;
  const selector = labelsOf(spec.get('selector'));
  const program = selector.length === 0 ? [] : [space, ...selector];
  for (const row of spec.get('ports')?.items ?? []) {
    const transport = transportOf(row);
    if (transport === undefined) continue;
    const port = row.get('port');
    const target = row.get('targetPort');
    const node = row.get('nodePort');
    if (port?.text !== undefined)
      notebook.take(port.spot, port.text, {
        role: 'listen',
        owner,
        transport,
        scope: `service ${name}`,
        certain: true,
        tie: { says: 'declares', program: [space, owner], ...nameOf(row) },
      });
    // where nothing is said the target has the number of the port
    if (target !== undefined || program.length > 0) goesTo(notebook, target ?? port, { owner, transport, program });
    if (node?.text !== undefined && node.text !== '0')
      notebook.take(node.spot, node.text, {
        role: 'publish',
        owner,
        transport,
        scope: 'node',
        certain: true,
        privileged: true,
        nodePort: true,
        hints: [name],
        ...(/^\d+$/.test(target?.text ?? port?.text ?? '') ? { target: Number(target?.text ?? port?.text) } : {}),
      });
  }
}

/** The services that an ingress leads to. */
function ingress(notebook: Notebook, { name, space }: Called, spec: YamlNode): void {
  const paths = (spec.get('rules')?.items ?? []).flatMap((rule) => rule.at('http', 'paths')?.items ?? []);
  const backends = [spec.get('defaultBackend'), ...paths.map((path) => path.get('backend'))];
  for (const backend of backends) {
    const to = backend?.get('service');
    const port = to?.at('port', 'number') ?? to?.at('port', 'name');
    const program = [space, `service "${to?.get('name')?.text ?? ''}"`];
    goesTo(notebook, port, { owner: `ingress "${name}"`, transport: 'tcp', program });
  }
}

/** The containers of a pod share one network: what one takes the others cannot. */
function pod(notebook: Notebook, { kind, name, space }: Called, template: YamlNode | undefined): void {
  const spec = template?.get('spec');
  if (spec === undefined) return;
  const containers = spec.get('containers')?.items ?? [];
  // ports need not be written down: where one container keeps silent, a service may mean that one
  const complete = containers.every((container) => (container.get('ports')?.items ?? []).length > 0);
  const labels = complete ? labelsOf(template?.at('metadata', 'labels')) : [];
  const onHost = spec.get('hostNetwork')?.text === 'true';
  for (const container of containers) {
    const called = container.get('name')?.text ?? '';
    const image = container.get('image')?.text ?? '';
    const owner = `container "${called}" of ${kind.toLowerCase()} "${name}"`;
    const hints = [name, called, ...image.replace(/:[^/]*$/, '').split('/')];
    const itself = [`${space} ${owner}`];
    for (const probe of probes) {
      const asked = ['httpGet', 'tcpSocket', 'grpc'].map((how) => container.at(probe, how, 'port'));
      for (const port of asked)
        goesTo(notebook, port, { owner: `the ${probe} of ${owner}`, transport: 'tcp', program: itself });
    }
    for (const row of container.get('ports')?.items ?? []) {
      const transport = transportOf(row);
      const inside = row.get('containerPort');
      const outside = row.get('hostPort');
      if (transport === undefined) continue;
      const host = row.get('hostIP')?.text ?? '';
      // several pods of one deployment need not meet on a node; those of a daemon set all do
      const certain = kind === 'DaemonSet' || kind === 'Pod';
      if (inside?.text !== undefined)
        notebook.take(inside.spot, inside.text, {
          role: 'listen',
          owner,
          transport,
          hints,
          scope: onHost ? 'node' : `pod ${name}`,
          certain: !onHost || certain,
          privileged: true,
          tie: { says: 'declares', program: [space, ...labels, ...itself], ...nameOf(row) },
        });
      if (outside?.text !== undefined && outside.text !== '0' && !onHost)
        notebook.take(outside.spot, outside.text, {
          role: 'publish',
          owner,
          transport,
          hints,
          host,
          scope: 'node',
          certain,
          privileged: true,
          ...(/^\d+$/.test(inside?.text ?? '') ? { target: Number(inside?.text) } : {}),
        });
    }
  }
}

/** Somebody goes to a port of a program, by its number or by its name. */
function goesTo(
  notebook: Notebook,
  port: YamlNode | undefined,
  { owner, transport, program }: { owner: string; transport: Transport; program: readonly string[] },
): void {
  if (port?.text === undefined) return;
  if (/^\d+$/.test(port.text))
    notebook.take(port.spot, port.text, { role: 'mention', owner, transport, tie: { says: 'expects', program } });
  else if (/^[a-z0-9-]+$/i.test(port.text)) notebook.goesTo(port.spot, port.text, owner, program);
}

function nameOf(row: YamlNode): { readonly name?: string } {
  const name = row.get('name')?.text;
  return name === undefined ? {} : { name };
}

/** `app=web`, as a selector asks for it. */
function labelsOf(labels: YamlNode | undefined): readonly string[] {
  return (labels?.entries ?? []).flatMap(([key, { text }]) => (text === undefined ? [] : [`${key}=${text}`]));
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'];

/** `protocol` is TCP where nothing is said; SCTP is none of ours. */
function transportOf(row: YamlNode): Transport | undefined {
  const protocol = (row.get('protocol')?.text ?? 'TCP').toLowerCase();
  return protocol === 'tcp' || protocol === 'udp' ? protocol : undefined;
}
