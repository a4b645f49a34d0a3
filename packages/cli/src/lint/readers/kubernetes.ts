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
  if (kind === 'Service') service(notebook, name, spec);
  else if (kind === 'Pod') pod(notebook, kind, name, spec);
  else if (kind === 'CronJob') pod(notebook, kind, name, spec.at('jobTemplate', 'spec', 'template', 'spec'));
  else pod(notebook, kind, name, spec.at('template', 'spec'));
}

function service(notebook: Notebook, name: string, spec: YamlNode): void {
  const owner = `service "${name}"`;
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
      });
    // a name is the container's own business
    if (target?.text !== undefined && /^\d+$/.test(target.text))
      notebook.take(target.spot, target.text, { role: 'mention', owner, transport });
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

/** The containers of a pod share one network: what one takes the others cannot. */
function pod(notebook: Notebook, kind: string, name: string, spec: YamlNode | undefined): void {
  if (spec === undefined) return;
  const onHost = spec.get('hostNetwork')?.text === 'true';
  for (const container of spec.get('containers')?.items ?? []) {
    const called = container.get('name')?.text ?? '';
    const image = container.get('image')?.text ?? '';
    const owner = `container "${called}" of ${kind.toLowerCase()} "${name}"`;
    const hints = [name, called, ...image.replace(/:[^/]*$/, '').split('/')];
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

/** `protocol` is TCP where nothing is said; SCTP is none of ours. */
function transportOf(row: YamlNode): Transport | undefined {
  const protocol = (row.get('protocol')?.text ?? 'TCP').toLowerCase();
  return protocol === 'tcp' || protocol === 'udp' ? protocol : undefined;
}
