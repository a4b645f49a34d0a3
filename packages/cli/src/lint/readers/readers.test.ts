import type { FilePort, FileReading } from '@quietport/core';
import { describe, expect, it } from 'vitest';
import { readText } from '../read-files.ts';

describe('compose files', () => {
  it('say every short form of a port', async () => {
    const text = [
      'services:',
      '  web:',
      '    image: ghcr.io/prom/node-exporter:v1',
      '    ports:',
      '      - "8080:80"',
      '      - 127.0.0.1:8081:81/udp',
      "      - '[::1]:8082:82'",
      '      - 7000-7002:7000-7002',
      '      - "3000"',
      '      - 127.0.0.1::5000',
      '      - "132:132/sctp"',
    ].join('\n');
    const { uses, remarks } = await read('compose.yml', text);
    expect(remarks).toEqual([]);
    expect(uses.map(short)).toEqual([
      '5:9 publish 8080/tcp → 80',
      '6:9 publish 127.0.0.1 8081/udp → 81',
      '7:9 publish ::1 8082/tcp → 82',
      '8:9 publish 7000-7002/tcp',
      '9:9 mention 3000/tcp',
      '10:9 mention 5000/tcp',
    ]);
    expect(uses[0]).toMatchObject({ owner: 'service "web"', hints: ['web', 'prom', 'node-exporter'], certain: true });
  });

  it('say the long form, anchors and merge keys', async () => {
    const text = [
      'x-base: &base',
      '  ports:',
      '    - { target: 80, published: "8080", host_ip: 127.0.0.1, protocol: udp }',
      'services:',
      '  a: { <<: *base, profiles: [debug] }',
    ].join('\n');
    const { uses } = await read('docker-compose.yaml', text);
    expect(uses.map(short)).toEqual(['3:7 publish 127.0.0.1 8080/udp → 80']);
    expect(uses[0]?.profiles).toEqual(['debug']);
  });

  it('take variables from the .env beside them, or the default that they name', async () => {
    const text = `services:\n  a:\n    ports:\n      - "$A:80"\n      - "\${B:-9000}:80"\n      - "$C:80"\n`;
    const { uses, remarks } = await read('compose.yml', text, { '.env': 'A=8000 # the first\n' });
    expect(uses.map(short)).toEqual(['4:9 publish 8000/tcp → 80', '5:9 publish 9000/tcp → 80']);
    expect(remarks.map(({ rule, text: written }) => `${rule} ${written}`)).toEqual(['not-resolved $C:80']);
  });

  it('are merged with the override beside them, which appends', async () => {
    const base = 'services:\n  a:\n    ports: ["8080:80", "8443:443"]\n';
    const override = 'services:\n  a:\n    ports:\n      - "8080:80"\n      - "8081:80"\n';
    const { uses, remarks } = await read('docker-compose.yml', base, { 'docker-compose.override.yml': override });
    expect(uses.map(({ place, port }) => `${place.file}:${place.line} ${port}`)).toEqual([
      'docker-compose.yml:3 8080',
      'docker-compose.yml:3 8443',
      'docker-compose.override.yml:5 8081',
    ]);
    expect(remarks).toMatchObject([{ rule: 'port-override-appends', place: { line: 5 } }]);
  });

  it('are replaced by an override that is tagged so', async () => {
    const base = 'services:\n  a:\n    ports: ["8080:80"]\n';
    const override = 'services:\n  a:\n    ports: !override\n      - "8081:80"\n';
    const { uses, remarks } = await read('compose.yml', base, { 'compose.override.yml': override });
    expect(uses.map(({ port }) => port)).toEqual([8081]);
    expect(remarks).toEqual([]);
  });

  it('publish nothing on the network of the host', async () => {
    const text = 'services:\n  a:\n    network_mode: host\n    ports: ["8080:80"]\n';
    expect((await read('compose.yml', text)).uses).toEqual([]);
  });

  it.each([
    ['22:22', 'port-yaml-base60', /one number in base 60: write "22:22"/],
    ['"70000:80"', 'port-invalid', /^70000 is no port: ports are 1 to 65535\.$/],
    ['"9-5:9-5"', 'port-invalid', /runs backward/],
    ['"7000-7002:80-81"', 'port-invalid', /not equally long/],
    ['"80:80/ftp"', 'port-invalid', /"ftp" is no transport/],
    ['"abc:80"', 'port-invalid', /"abc" is no port/],
    ['"٣٠:80"', 'port-invalid', /is no port/],
  ])('with the port %s are remarked as %s', async (port, rule, reason) => {
    const { remarks } = await read('compose.yml', `services:\n  a:\n    ports:\n      - ${port}\n`);
    expect(remarks.map((remark) => remark.rule)).toEqual([rule]);
    expect(remarks[0]?.reason).toMatch(reason);
    expect(remarks[0]?.place).toEqual({ file: 'compose.yml', line: 4, column: 9 });
  });
});

describe('manifests of Kubernetes', () => {
  it('say service ports, node ports, container ports and host ports of every document', async () => {
    const text = `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  ports:
    - { port: 80, targetPort: http, nodePort: 30080 }
    - { port: 53, targetPort: 5353, protocol: UDP }
---
apiVersion: apps/v1
kind: DaemonSet
metadata: { name: agent }
spec:
  template:
    spec:
      containers:
        - name: main
          image: acme/agent:1
          ports:
            - containerPort: 9100
              hostPort: 9100
              hostIP: 10.0.0.1
            - { containerPort: 1, protocol: SCTP }
`;
    const { uses, remarks } = await read('k8s.yaml', text);
    expect(remarks).toEqual([]);
    expect(uses.map((use) => `${short(use)} in ${use.scope}`)).toEqual([
      '6:15 listen 80/tcp in service web',
      '6:47 publish 30080/tcp in node',
      '7:15 listen 53/udp in service web',
      '7:31 mention 5353/udp in host',
      '19:30 listen 9100/tcp in pod agent',
      '20:25 publish 10.0.0.1 9100/tcp → 9100 in node',
    ]);
    expect(uses[1]?.nodePort).toBe(true);
    expect(uses[5]?.certain).toBe(true);
  });

  it('listen on the node where they share its network', async () => {
    const text = `apiVersion: v1
kind: Pod
metadata: { name: p }
spec:
  hostNetwork: true
  containers: [{ name: a, ports: [{ containerPort: 8080, hostPort: 8080 }] }]
`;
    expect((await read('pod.yml', text)).uses.map((use) => `${short(use)} in ${use.scope}`)).toEqual([
      '6:52 listen 8080/tcp in node',
    ]);
  });

  it('are read as far as their documents are YAML', async () => {
    const good = 'apiVersion: v1\nkind: Service\nmetadata: {name: a}\nspec: {ports: [{port: 80}]}\n';
    const { uses, remarks } = await read('k8s.yml', `${good}---\na: [\n`);
    expect(uses.map(({ port }) => port)).toEqual([80]);
    expect(remarks).toMatchObject([{ rule: 'cannot-read', reason: expect.stringMatching(/^This is no YAML: /) }]);
  });
});

describe('.env files', () => {
  it('tell own ports from those of others', async () => {
    const text = [
      '# PORT=1',
      'PORT=3000',
      'export API_PORT="4000" # here',
      'DB_HOST=db',
      'DB_PORT=5432',
      'METRICS_HOST=metrics',
      'METRICS_PORT=9100',
      'URL=http://user:secret@10.0.0.9:9100/metrics',
      'LISTEN_ADDR=127.0.0.1:8080',
      'SUPPORT=7',
    ].join('\n');
    expect((await read('.env', text)).uses.map(short)).toEqual([
      '2:6 listen 3000/tcp',
      '3:18 listen 4000/tcp',
      '5:9 connect 5432/tcp',
      '7:14 connect 9100/tcp',
      '8:5 connect 10.0.0.9 9100/tcp',
      '9:13 listen 127.0.0.1 8080/tcp',
    ]);
  });
});

describe('configurations of nginx', () => {
  it('say what they listen on and where requests go', async () => {
    const text = `http {
  upstream app { server 10.0.0.5:3000 weight=2; server unix:/run/a.sock; }
  server {
    listen 8080 default_server; # listen 1;
    listen [::]:8080;
    listen 127.0.0.1:8443 quic;
    location / { proxy_pass http://app; }
    location /p { proxy_pass "http://10.0.0.9:9100/"; }
    location /v { proxy_pass http://$host:$port; }
  }
}
stream { server { listen 53 udp; proxy_pass 10.0.0.1:53; } }
`;
    const { uses, remarks } = await read('nginx.conf', text);
    expect(remarks).toEqual([]);
    expect(uses.map((use) => `${short(use)} ${use.speaks ?? ''}`.trim())).toEqual([
      '2:25 connect 10.0.0.5 3000/tcp http',
      '4:12 listen 8080/tcp http',
      '5:12 listen [::] 8080/tcp http',
      '6:12 listen 127.0.0.1 8443/udp http',
      '8:31 connect 10.0.0.9 9100/tcp http',
      '12:26 listen 53/udp',
      '12:45 connect 10.0.0.1 53/tcp',
    ]);
  });

  it('with a brace too few are read, and that is remarked', async () => {
    const { uses, remarks } = await read('nginx.conf', 'server {\n  listen 80;\n');
    expect(uses.map(short)).toEqual(['2:10 listen 80/tcp']);
    expect(remarks).toMatchObject([{ rule: 'cannot-read', place: { line: 1, column: 8 } }]);
  });
});

describe('socket units of systemd', () => {
  it('say what they listen on after the last reset', async () => {
    const text = [
      '[Unit]',
      'ListenStream=1',
      '[Socket]',
      'ListenStream=80',
      'ListenStream=',
      'ListenStream=8080',
      'ListenDatagram=127.0.0.1:3289',
      'ListenStream=/run/a.sock',
      '# ListenStream=9',
    ].join('\n');
    expect((await read('app.socket', text)).uses.map(short)).toEqual([
      '6:14 listen 8080/tcp',
      '7:16 listen 127.0.0.1 3289/udp',
    ]);
  });
});

describe('files of Windows', () => {
  it.each([
    ['a.socket', '[Socket]\r\nListenStream=8080\r\n', '2:14 listen 8080/tcp'],
    ['.env', 'A=1\r\nPORT=8080\r\n', '2:6 listen 8080/tcp'],
    ['nginx.conf', 'server {\r\n  listen 8080;\r\n}\r\n', '2:10 listen 8080/tcp'],
    ['compose.yml', 'services:\r\n  a:\r\n    ports: ["8080:80"]\r\n', '3:13 publish 8080/tcp → 80'],
  ])('are read by their line ends, too: %s', async (name, text, said) => {
    const { uses, remarks } = await read(name, text);
    expect({ uses: uses.map(short), remarks }).toEqual({ uses: [said], remarks: [] });
  });
});

describe('configurations of Vite', () => {
  it('say literal numbers, and what the proxy goes to', async () => {
    const text = `import { defineConfig } from 'vite'; // port: 1
export default defineConfig({
  server: { port: 5173, strictPort: true, host: '0.0.0.0', proxy: { '/api': 'http://localhost:3000' } },
  preview: { port: Number(process.env.PORT) },
  test: { port: 7 },
});
`;
    const { uses } = await read('vite.config.ts', text);
    expect(uses.map(short)).toEqual(['3:19 listen 0.0.0.0 5173/tcp', '3:78 connect localhost 3000/tcp']);
    expect(uses[0]?.moves).toBe(false);
  });

  it('may move on where they are not strict', async () => {
    const { uses } = await read('vite.config.mjs', 'export default { server: { port: 4_000 } }');
    expect(uses).toMatchObject([{ port: 4000, host: 'localhost', moves: true }]);
  });
});

describe('scripts of package.json', () => {
  it.each([
    ['next dev -p 3001', '3001/tcp'],
    ['vite --port 5174', '5174/tcp'],
    ['vite --port=5175', '5175/tcp'],
    ['PORT=3002 node server.js', '3002/tcp'],
    ['npm run build && cross-env PORT=3003 node .', '3003/tcp'],
    ['python3 -m http.server 8000', '8000/tcp'],
    ['node --inspect=0.0.0.0:9229 .', '0.0.0.0 9229/tcp'],
  ])('listen by %s', async (script, port) => {
    const { uses } = await read('package.json', JSON.stringify({ scripts: { dev: script } }));
    expect(uses.map(short).map((text) => text.replace(/^\S+ listen /, ''))).toEqual([port]);
  });

  it.each(['tsc -p 80', 'mkdir -p 8080', 'psql -p 5432', 'jest -p', 'echo "--port 3000"', 'tsc -p tsconfig.json'])(
    'do not by %s',
    async (script) => {
      expect((await read('package.json', JSON.stringify({ scripts: { dev: script } }))).uses).toEqual([]);
    },
  );

  it('stand at their line and column', async () => {
    const text = '{\n  "scripts": {\n    "dev": "vite --port 5174"\n  }\n}\n';
    expect((await read('package.json', text)).uses[0]?.place).toEqual({ file: 'package.json', line: 3, column: 18 });
  });
});

describe('configurations of Prometheus', () => {
  it('say the targets of every job, with the port of the scheme where none stands', async () => {
    const text = `scrape_configs:
  - job_name: node
    static_configs:
      - targets: [10.0.0.9:9100, '[fe80::1]:9100', example.org]
  - job_name: tls
    scheme: https
    static_configs:
      - targets:
          - http://10.0.0.7:8080/probe
          - host
`;
    expect((await read('prometheus.yml', text)).uses.map((use) => `${short(use)} of ${use.owner}`)).toEqual([
      '4:19 scrape 10.0.0.9 9100/tcp of job "node"',
      '4:34 scrape [fe80::1] 9100/tcp of job "node"',
      '4:52 scrape example.org 80/tcp of job "node"',
      '9:13 scrape 10.0.0.7 8080/tcp of job "tls"',
      '10:13 scrape host 443/tcp of job "tls"',
    ]);
  });

  it('may be a list of targets for file discovery', async () => {
    const { uses } = await read('targets.json', '[{"targets": ["10.0.0.9:9100"]}]');
    expect(uses.map(short)).toEqual(['1:15 scrape 10.0.0.9 9100/tcp']);
  });
});

describe('other files', () => {
  it.each([
    ['notes.txt', 'PORT=3000', /none of the kinds of files/],
    ['values.yaml', 'port: 3000\n', /none of the kinds of files/],
    ['values.yaml', 'a: b: c\n', /^This is no YAML: /],
    ['compose.yml', 'services: [', /^This is no YAML: /],
    ['package.json', '{"scripts": ', /^This is no JSON: /],
  ])('%s cannot be read, and one sentence says why', async (name, text, reason) => {
    const { uses, remarks } = await read(name, text);
    expect(uses).toEqual([]);
    expect(remarks).toMatchObject([{ rule: 'cannot-read', reason: expect.stringMatching(reason) }]);
    expect(remarks[0]?.reason.match(/\.(\s|$)/g)).toHaveLength(1);
  });

  it('that hold themselves by an anchor end nevertheless', async () => {
    const { uses } = await read('compose.yml', 'services: &a\n  x: { ports: ["80:80"], <<: *a }\n  y: *a\n');
    expect(uses.map(({ port }) => port)).toEqual([80]);
  });
});

async function read(name: string, text: string, beside: Readonly<Record<string, string>> = {}): Promise<FileReading> {
  const around = {
    given: [],
    beside: async (_: unknown, other: string) => {
      const found = beside[other];
      return found === undefined ? undefined : { path: other, name: other, text: found };
    },
  };
  return readText({ path: name, name, text }, around);
}

/** `5:9 publish 127.0.0.1 8080/tcp → 80` */
function short({ place, role, host, port, portEnd, transport, target }: FilePort): string {
  const range = port === portEnd ? `${port}` : `${port}-${portEnd}`;
  const parts = [`${place.line}:${place.column}`, role, host, `${range}/${transport}`].filter((part) => part !== '');
  return parts.join(' ') + (target === undefined ? '' : ` → ${target}`);
}
