import { join } from 'node:path/posix';
import { type LintFinding, lint } from '@quietport/core';
import { lintLore } from '@quietport/library/numbers';
import { describe, expect, it } from 'vitest';
import { readText } from '../read-files.ts';
import { folderOf } from '../reader.ts';

const lore = lintLore([]);

describe('numbers that should agree', () => {
  it.each<readonly [string, string, string | undefined, string | undefined]>([
    ['EXPOSE of the Dockerfile', 'build: .', 'FROM a\nEXPOSE 3000\n', 'EXPOSE at Dockerfile:2 says 3000/tcp'],
    ['EXPOSE 80', 'build: .', 'FROM a\nEXPOSE 80/tcp 9000\n', undefined],
    ['a range that holds it', 'build: .', 'FROM a\nEXPOSE 70-90\n', undefined],
    ['the other transport', 'build: .', 'FROM a\nEXPOSE 80/udp\n', 'EXPOSE at Dockerfile:2 says 80/udp'],
    ['EXPOSE by a variable', 'build: .', 'ARG P=81\nFROM a\nENV Q=$P\nEXPOSE $Q\n', 'says 81/tcp'],
    ['EXPOSE of an earlier stage', 'build: .', 'FROM a AS b\nEXPOSE 81\nFROM a\nEXPOSE 80\n', undefined],
    ['EXPOSE of the stage below', 'build: .', 'FROM a AS b\nEXPOSE 81\nFROM b\n', 'EXPOSE at Dockerfile:2 says 81/tcp'],
    ['EXPOSE of the target', 'build: { target: b }', 'FROM a AS b\nEXPOSE 81\nFROM a\nEXPOSE 80\n', 'says 81/tcp'],
    ['EXPOSE that goes on', 'build: .', 'FROM a\nEXPOSE 81 \\\n  # and\n  80\n', undefined],
    ['PORT of the image', 'build: .', 'FROM a\nENV PORT=81\n', 'ENV PORT at Dockerfile:2 says 81/tcp'],
    ['nothing said', 'build: .', 'FROM a\n', undefined],
    ['no Dockerfile', 'build: ./elsewhere', undefined, undefined],
    ['expose', 'expose: ["81"]', undefined, 'expose of service "web" at compose.yml:4 says 81/tcp'],
    ['expose that fits', 'expose: [80]', undefined, undefined],
    [
      'the PORT it is told',
      'environment: { PORT: 81 }',
      undefined,
      'PORT of service "web" at compose.yml:4 says 81/tcp',
    ],
    ['a PORT that fits', 'environment: ["PORT=80"]', undefined, undefined],
    ['a PORT over that of the image', 'build: .\n    environment: ["PORT=80"]', 'FROM a\nENV PORT=81\n', undefined],
  ])('a published port and %s', async (_, more, image, says) => {
    const text = `services:\n  web:\n    ports: ["8080:80"]\n    ${more}\n`;
    const found = await mismatches('compose.yml', {
      'compose.yml': text,
      ...(image === undefined ? {} : { Dockerfile: image }),
    });
    if (says === undefined) return expect(found).toEqual([]);
    expect(found.map(({ file, line }) => [file, line])).toEqual([['compose.yml', 3]]);
    expect(found[0]?.reason).toMatch(
      /^Service "web" leads to 80\/tcp, while .*: what arrives there may meet nobody\.$/,
    );
    expect(found[0]?.reason).toContain(says);
  });

  it.each([
    ['8081', 1],
    ['8080', 0],
  ])('a health check on %s', async (port, count) => {
    const text = `services:\n  web:\n    expose: ["8080"]\n    healthcheck:\n      test: curl -f http://localhost:${port}/health\n`;
    const found = await mismatches('compose.yml', { 'compose.yml': text });
    expect(found.map(({ line }) => line)).toEqual(count === 1 ? [5] : []);
  });

  it('one of several published ports that is the one it is told is enough', async () => {
    const text = 'services:\n  web:\n    ports: ["1:80", "2:9090"]\n    environment: { PORT: 80 }\n';
    expect(await mismatches('compose.yml', { 'compose.yml': text })).toEqual([]);
  });

  it('the number that an image is told and the one that it exposes', async () => {
    const found = await mismatches('Dockerfile', { Dockerfile: 'FROM a\nENV PORT=3000\nEXPOSE 80\n' });
    expect(found.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '2 ENV PORT says 3000/tcp, while EXPOSE at Dockerfile:3 says 80/tcp: one of them is not what the program does.',
    ]);
  });

  it('a health check of an image', async () => {
    const image = 'FROM a\nEXPOSE 80\nHEALTHCHECK CMD wget -q http://127.0.0.1:81/ || exit 1\n';
    expect((await mismatches('Dockerfile', { Dockerfile: image })).map(({ line }) => line)).toEqual([3]);
  });
});

describe('numbers of a cluster that should agree', () => {
  const pod = (more: string) => `---
apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    metadata: { labels: { app: web, tier: front } }
    spec:
      containers:
        - name: main
          ${more}
`;
  const service = (port: string) => `apiVersion: v1
kind: Service
metadata: { name: web }
spec:
  selector: { app: web }
  ports: [{ ${port} }]
`;
  const named = 'ports: [{ containerPort: 8080, name: http }]';

  it.each<readonly [string, string, string, string | undefined]>([
    ['a number that fits', 'port: 80, targetPort: 8080', named, undefined],
    ['a name that fits', 'port: 80, targetPort: http', named, undefined],
    ['another number', 'port: 80, targetPort: 3000', named, 'leads to 3000/tcp'],
    ['no target and another port', 'port: 80', named, 'leads to 80/tcp'],
    [
      'another name',
      'port: 80, targetPort: web',
      named,
      'leads to the port "web", while at k8s.yaml:17 the ports are called "http"',
    ],
    ['a container that names no port', 'port: 80, targetPort: 3000', 'image: a', undefined],
  ])('the target of a service: %s', async (_, port, container, says) => {
    const found = await mismatches('k8s.yaml', { 'k8s.yaml': service(port) + pod(container) });
    if (says === undefined) return expect(found).toEqual([]);
    expect(found.map(({ line }) => line)).toEqual([6]);
    expect(found[0]?.reason).toContain(`Service "web" ${says}`);
  });

  it.each([
    ['labels of somebody else', service('port: 80').replace('app: web', 'app: api')],
    ['another namespace', service('port: 80').replace('name: web }', 'name: web, namespace: b }')],
    ['no labels at all', service('port: 80').replace('selector: { app: web }', 'type: ClusterIP')],
  ])('a service with %s means another pod', async (_, text) => {
    expect(await mismatches('k8s.yaml', { 'k8s.yaml': text + pod(named) })).toEqual([]);
  });

  it.each([
    ['8080', 0],
    ['http', 0],
    ['8081', 1],
    ['web', 1],
  ])('a probe on %s', async (port, count) => {
    const text = pod(`${named}\n          readinessProbe: { httpGet: { port: ${port} } }`);
    expect(await mismatches('k8s.yaml', { 'k8s.yaml': text })).toHaveLength(count);
  });

  it.each([
    ['number: 80', 0],
    ['number: 81', 1],
    ['name: http', 1],
  ])('an ingress that leads to %s of a service', async (port, count) => {
    const ingress = `---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: front }
spec:
  rules: [{ http: { paths: [{ backend: { service: { name: web, port: { ${port} } } } }] } }]
`;
    const found = await mismatches('k8s.yaml', { 'k8s.yaml': service('port: 80, targetPort: 8080') + ingress });
    expect(found.map(({ reason }) => reason.slice(0, 15))).toEqual(count === 0 ? [] : ['Ingress "front"']);
  });
});

async function mismatches(name: string, files: Readonly<Record<string, string>>): Promise<readonly LintFinding[]> {
  const around = {
    given: [name],
    beside: async (file: { path: string }, path: string) => {
      const whole = join(folderOf(file.path), path);
      const text = files[whole];
      return text === undefined ? undefined : { path: whole, name: whole.slice(whole.lastIndexOf('/') + 1), text };
    },
  };
  const reading = await readText({ path: name, name, text: files[name]! }, around);
  return lint([reading], lore).filter(({ rule }) => rule === 'port-mismatch');
}
