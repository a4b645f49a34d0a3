import { expect, it } from 'vitest';
import { forwardTarget, scriptOf } from './command-line.ts';

it.each<readonly [string, string, string | null]>([
  ['/usr/bin/node', 'node --require hook.js server.js --port 3000', 'server.js'],
  ['/usr/bin/node', 'node -e code server.js', null],
  ['/usr/bin/python3.11', 'python3 -m http.server 8000', 'http.server'],
  ['/usr/bin/python3.11', 'python3 -u -W ignore app.py', 'app.py'],
  ['/usr/lib/jvm/bin/java', 'java -Xmx1g -cp a.jar:b.jar org.example.Main', 'org.example.Main'],
  ['/usr/lib/jvm/bin/java', 'java -jar web.jar', 'web.jar'],
  ['/usr/bin/ruby3.1', 'ruby bin/rails server', 'bin/rails'],
  ['/usr/sbin/cupsd', 'cupsd -l', null],
  ['/usr/bin/node', 'node', null],
])('%s as "%s" runs %s', (executable, line, script) => {
  expect(scriptOf(executable, line.split(' '))).toBe(script);
});

it.each<readonly [string, string, string | null]>([
  [
    'docker-proxy',
    'docker-proxy -proto tcp -host-port 80 -container-ip 172.17.0.2 -container-port 8080',
    '172.17.0.2:8080',
  ],
  ['docker-proxy', 'docker-proxy -container-ip fd00::2 -container-port 8080', '[fd00::2]:8080'],
  ['docker-proxy', 'docker-proxy -proto tcp', null],
  ['ssh', 'ssh -N -L 9100:printer.lan:9100 gate', 'printer.lan:9100 over ssh'],
  ['ssh', 'ssh -L127.0.0.1:8080:[fd00::5]:80 gate', '[fd00::5]:80 over ssh'],
  ['ssh', 'ssh -D 1080 gate', 'a SOCKS proxy over ssh'],
  ['ssh', 'ssh gate', null],
  ['kubectl', 'kubectl port-forward -n web svc/shop 8080:80', 'svc/shop by kubectl'],
  ['socat', 'socat TCP-LISTEN:3259,fork TCP:10.0.0.9:3259,nodelay', 'TCP:10.0.0.9:3259'],
  ['node', 'node server.js', null],
])('%s as "%s" leads to %s', (name, line, target) => {
  expect(forwardTarget(name, line.split(' '))).toBe(target);
});
