import { Notebook } from '../notebook.ts';
import { splitHostPort } from '../port-text.ts';
import type { Reader } from '../reader.ts';
import { spotsOf } from '../spots.ts';

/** Socket units of systemd and their drop-ins (systemd.socket(5)). */
export const systemd: Reader = {
  format: 'systemd',
  recognises: ({ name, path, text }) =>
    /\.socket$/.test(name) || (/\.socket\.d\/[^/]+\.conf$/.test(path) && text.includes('[Socket]')),
  read(file) {
    const notebook = new Notebook(file.path, 'systemd');
    const spotOf = spotsOf(file.text);
    const unit = /([^/]+\.socket)(?:\.d\/[^/]+)?$/.exec(file.path)?.[1] ?? file.name;
    const onlyIpv6 = /^[ \t]*BindIPv6Only[ \t]*=[ \t]*ipv6-only[ \t]*\r?$/m.test(file.text);
    let section = '';
    let sockets: (() => void)[] = [];
    for (const match of file.text.matchAll(/^[ \t]*(?:\[(\w+)\][ \t\r]*|([A-Za-z0-9]+)[ \t]*=[ \t]*(.*))$/gm)) {
      const [whole, heading, key, rest = ''] = match;
      const value = rest.trimEnd();
      if (heading !== undefined) section = heading;
      const transport = key === 'ListenStream' ? 'tcp' : key === 'ListenDatagram' ? 'udp' : undefined;
      if (section !== 'Socket' || transport === undefined) continue;
      // an empty value takes back all that stood before
      if (value === '') sockets = [];
      // paths, abstract names and vsock are no ports
      if (value === '' || /^[/@]|^vsock:/.test(value)) continue;
      const { host, port } = splitHostPort(value);
      const spot = spotOf(match.index + whole.indexOf(value, whole.indexOf('=')));
      sockets.push(() =>
        notebook.take(spot, port ?? host, {
          role: 'listen',
          owner: unit,
          text: value,
          transport,
          // a bare number is [::], which takes IPv4, too, unless it is told otherwise
          host: port === undefined ? (onlyIpv6 ? '::' : '') : host,
          certain: true,
          privileged: true,
          hints: [unit.replace(/\.socket$/, '')],
        }),
      );
    }
    for (const take of sockets) take();
    return notebook;
  },
};
