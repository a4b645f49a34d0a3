import { Notebook } from '../notebook.ts';
import { splitHostPort, splitUrl } from '../port-text.ts';
import type { Reader } from '../reader.ts';
import { readYaml, type YamlNode } from '../yaml-view.ts';

/** Configurations of Prometheus, and lists of targets for its file discovery. */
export const prometheus: Reader = {
  format: 'prometheus',
  recognises: ({ name, text }) =>
    /\.(ya?ml|json)$/i.test(name) && (/^scrape_configs:/m.test(text) || /^[ \t\-[{]*"?targets"?[ \t]*:/m.test(text)),
  read(file) {
    const notebook = new Notebook(file.path, 'prometheus');
    const { documents, problems } = readYaml(file.text);
    for (const { spot, detail } of problems) notebook.remark('cannot-read', spot, '', `This is no YAML: ${detail}.`);
    for (const document of documents) {
      for (const job of document.get('scrape_configs')?.items ?? []) scrapes(notebook, job);
      for (const group of document.items) targets(notebook, group, 'target list', '80');
      for (const manager of document.at('alerting', 'alertmanagers')?.items ?? [])
        for (const group of manager.get('static_configs')?.items ?? []) targets(notebook, group, 'alert manager', '80');
    }
    return notebook;
  },
};

function scrapes(notebook: Notebook, job: YamlNode): void {
  const owner = `job "${job.get('job_name')?.text ?? ''}"`;
  const usual = job.get('scheme')?.text === 'https' ? '443' : '80';
  for (const group of job.get('static_configs')?.items ?? []) targets(notebook, group, owner, usual);
}

function targets(notebook: Notebook, group: YamlNode, owner: string, usual: string): void {
  for (const target of group.get('targets')?.items ?? []) {
    const { text, spot } = target;
    if (text === undefined) continue;
    // the target of a prober is a URL, or a bare host
    const url = splitUrl(text);
    const { host, port } = url ?? splitHostPort(text);
    const given = port ?? (url?.scheme === 'https' ? '443' : usual);
    notebook.take(spot, given, { role: 'scrape', owner, host, text, speaks: 'http' });
  }
}
