import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Host, Lab } from './lan.ts';
import { type Program, until } from './program.ts';
import { startQuietport } from './quietport.ts';

const PASSWORD = 'the broker knows it';

/** One message as `mosquitto_sub -F '%r %t %p'` prints it. */
interface Heard {
  readonly retained: boolean;
  readonly topic: string;
  readonly payload: string;
}

describe('a real mosquitto', () => {
  const lab = new Lab();
  let here: Host;
  let printer: Host;
  let broker: Program;
  let emulator: Program;

  const startBroker = async () => {
    broker = here.start('mosquitto', ['-c', join(here.folder, 'mosquitto.conf')]);
    await here.listens('tcp', 1883, broker);
  };
  const user = ['-h', '127.0.0.1', '-u', 'quietport', '-P', PASSWORD];
  /** What somebody hears who subscribes now: the retained messages, then what comes. */
  const subscribe = () =>
    here.start('mosquitto_sub', [...user, '-F', '%r %t %p', '-t', 'quietport/#', '-t', 'homeassistant/#']);
  const serve = (environment: Record<string, string> = {}) =>
    startQuietport(here, ['serve', '-o', 'ndjson'], {
      QUIETPORT_MQTT_URL: 'mqtt://127.0.0.1:1883',
      QUIETPORT_MQTT_USER: 'quietport',
      QUIETPORT_MQTT_PASSWORD: PASSWORD,
      ...environment,
    });
  const hears = (program: Program, isSo: (heard: readonly Heard[]) => boolean, ms = 60_000) =>
    until(
      () => isSo(heardBy(program)),
      ms,
      () => `not heard: ${program.said}\n${broker.said}`,
      program.running,
    );

  beforeAll(async () => {
    const segment = lab.segment('lan');
    here = lab.host('here', segment, '10.41.1.1/24');
    printer = lab.host('printer', segment, '10.41.1.2/24');
    const passwords = join(here.folder, 'passwords');
    const made = await here.run('mosquitto_passwd', ['-c', '-b', passwords, 'quietport', PASSWORD]);
    expect(made.code).toBe(0);
    const lines = ['listener 1883 127.0.0.1', 'allow_anonymous false', `password_file ${passwords}`, 'user root'];
    writeFileSync(join(here.folder, 'mosquitto.conf'), `${lines.join('\n')}\n`);
    await startBroker();
    emulator = startQuietport(printer, ['emulate', '--fleet', 'demo', '-i', 'eth0', '--device', 'office-mfp']);
    await emulator.says(/Ctrl-C ends them/);
  });
  afterAll(() => lab.end());

  it('holds each real device with its entities and its state, and Home Assistant is answered when it comes back', async () => {
    const server = serve({ QUIETPORT_INTERFACES: 'eth0' });
    await server.says(/MQTT: connected to mqtt:\/\/127\.0\.0\.1:1883/);
    const first = subscribe();
    await hears(first, (heard) => heard.some(({ payload }) => payload.includes('"supply_black"')));
    await hears(first, (heard) =>
      heard.some(({ topic, payload }) => topic === 'quietport/status' && payload === 'online'),
    );
    const config = heardBy(first).findLast(({ topic }) => topic.startsWith('homeassistant/device/'));
    const discovery = JSON.parse(config?.payload ?? '') as Discovery;
    expect(discovery.o.name).toBe('Quietport');
    expect(discovery.avty).toEqual([{ t: 'quietport/status' }]);
    expect(discovery.cmps['supply_black']).toMatchObject({ p: 'sensor', unit_of_measurement: '%' });
    expect(discovery.cmps['problem']).toMatchObject({ p: 'binary_sensor', device_class: 'problem' });
    const states = () => heardBy(first).filter(({ topic }) => topic === discovery.stat_t);
    await hears(first, () => states().length > 0);
    expect(JSON.parse(states().at(-1)?.payload ?? '')).toMatchObject({ virtual: false, connected: true });

    // a late subscriber gets all of it from the broker itself
    const late = subscribe();
    await hears(late, (heard) => heard.some(({ retained, topic }) => retained && topic === discovery.stat_t));
    const [before, configs] = [states().length, heardBy(first).filter(isConfig).length];
    expect((await here.run('mosquitto_pub', [...user, '-t', 'homeassistant/status', '-m', 'online'])).code).toBe(0);
    await hears(first, (heard) => heard.filter(isConfig).length > configs);
    await until(
      () => states().length > before,
      10_000,
      () => first.said,
    );

    // alerts, too: told once, and kept for nobody who comes later
    const api = (method: string, path: string, body?: object) =>
      here.run('curl', [
        ...['-s', '-X', method, '-H', 'quietport-request: 1', '-H', 'content-type: application/json'],
        ...(body === undefined ? [] : ['-d', JSON.stringify(body)]),
        `http://127.0.0.1:29259/api/v1/channels/broker${path}`,
      ]);
    const broking = { kind: 'mqtt', url: 'mqtt://127.0.0.1:1883', user: 'quietport', topic: 'quietport/alerts' };
    const channel = (secret: string, more: object = {}) => ({
      ...{ title: 'Broker', secret, enabled: false, settings: { ...broking, ...more } },
    });
    await api('PUT', '', channel(PASSWORD));
    expect((await api('POST', '/test')).out).toContain('"outcome":"taken"');
    await hears(first, (heard) =>
      heard.some(
        ({ retained, topic, payload }) => topic === 'quietport/alerts' && !retained && payload.includes('"test"'),
      ),
    );
    await api('PUT', '', channel('another one'));
    expect((await api('POST', '/test')).out).toMatch(/"outcome":"refused".*Not authorized/);
    await api('PUT', '', channel(PASSWORD, { url: 'mqtt://127.0.0.1:9' }));
    expect((await api('POST', '/test')).out).toMatch(/"outcome":"failed".*ECONNREFUSED/);

    // a broker that comes back empty is told everything again
    await broker.end();
    await server.says(/MQTT: .*Trying again/);
    await startBroker();
    const anew = subscribe();
    await hears(anew, (heard) => heard.some(({ topic }) => topic === discovery.stat_t));

    // ended, it says so itself; killed, the broker says it for it
    expect((await server.end('SIGINT')).code).toBe(130);
    await hears(anew, (heard) => statusOf(heard) === 'offline');
    const again = serve({ QUIETPORT_INTERFACES: 'eth0' });
    await hears(anew, (heard) => statusOf(heard) === 'online');
    again.kill('SIGKILL');
    await hears(anew, (heard) => statusOf(heard) === 'offline');

    // who is ignored while nothing runs is taken away at the next start
    const id = discovery.stat_t.split('/').at(-1) ?? '';
    const ignored = await startQuietport(here, ['ignore', id]).ended();
    expect(ignored.code).toBe(0);
    const third = serve({ QUIETPORT_INTERFACES: 'eth0' });
    await hears(anew, (heard) => heard.filter(isConfig).at(-1)?.payload === '');
    await hears(anew, (heard) => heard.findLast(({ topic }) => topic === discovery.stat_t)?.payload === '');
    const empty = subscribe();
    await hears(empty, (heard) => statusOf(heard) === 'online');
    // what stands there, and a word on it that comes as we listen
    expect([...new Set(heardBy(empty).map(({ topic }) => topic))]).toEqual(['quietport/status']);
    expect((await third.end('SIGINT')).code).toBe(130);
  }, 240_000);

  it('is told of no virtual device unless that is wanted, and a wrong password stops nothing', async () => {
    const data = ['--data', join(here.folder, 'virtual')];
    const wish = { QUIETPORT_MQTT_URL: 'mqtt://127.0.0.1', QUIETPORT_MQTT_USER: 'quietport' };
    const refused = startQuietport(here, ['serve', '-o', 'ndjson', ...data], {
      ...wish,
      QUIETPORT_MQTT_PASSWORD: 'wrong',
    });
    await refused.says(/MQTT: .*Not authorized.*Trying again/i);
    await refused.says(/"id":/);
    expect((await refused.end('SIGINT')).code).toBe(130);

    const environment = { ...wish, QUIETPORT_MQTT_PASSWORD: PASSWORD };
    const silent = startQuietport(here, ['serve', '-o', 'ndjson', ...data], environment);
    await silent.says(/MQTT: connected/);
    await silent.says(/"id":/);
    const listener = subscribe();
    await hears(listener, (heard) => statusOf(heard) === 'offline');
    expect(heardBy(listener).map(({ topic }) => topic)).toEqual(['quietport/status']);
    expect((await silent.end('SIGINT')).code).toBe(130);

    const loud = startQuietport(here, ['serve', '-o', 'ndjson', ...data], {
      ...environment,
      QUIETPORT_MQTT_VIRTUAL: 'true',
    });
    await hears(listener, (heard) => new Set(heard.filter(isConfig).map(({ topic }) => topic)).size > 8);
    await hears(listener, (heard) => heard.some(({ payload }) => payload.includes('"virtual":true')));
    expect((await loud.end('SIGINT')).code).toBe(130);
  }, 180_000);
});

interface Discovery {
  readonly o: { readonly name: string };
  readonly avty: readonly object[];
  readonly stat_t: string;
  readonly cmps: Readonly<Record<string, object>>;
}

function heardBy(program: Program): readonly Heard[] {
  return program.out.split('\n').flatMap((line) => {
    const [, retained, topic, payload] = /^([01]) (\S+) ?(.*)$/.exec(line) ?? [];
    return topic === undefined ? [] : [{ retained: retained === '1', topic, payload: payload ?? '' }];
  });
}

function isConfig({ topic }: Heard): boolean {
  return topic.endsWith('/config');
}

function statusOf(heard: readonly Heard[]): string | undefined {
  return heard.findLast(({ topic }) => topic === 'quietport/status')?.payload;
}
