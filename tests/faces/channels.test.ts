import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { routes } from '@quietport/api';
import type { Channel, ChannelSettings, Message } from '@quietport/core';
import { openChannel, signatureOf } from '@quietport/server';
import { SMTPServer } from 'smtp-server';
import { afterEach, describe, expect, test } from 'vitest';

const AT = Date.UTC(2026, 10, 23, 8);
const signal = new AbortController().signal;

function message(count = 1, more: object = {}): Message {
  return {
    ...{ id: 'msg1', lost: 0 },
    notices: Array.from({ length: count }, (_, i) => ({
      ...{ id: `n${i}`, at: AT, what: 'started' as const, virtual: false },
      alert: {
        ...{ id: `a${i}`, rule: 'jam', severity: 'critical', device: 'd1', deviceName: 'Front\r\nBcc: x@example.org' },
        ...{ cause: 'media-jam', text: 'Paper is jammed', told: [], next: 'Take it out.', since: AT },
        ...{ raisedAt: AT, changedAt: AT, evidence: [], ...more },
      },
    })),
  };
}

const channel = (settings: ChannelSettings, secret?: string): Channel =>
  openChannel(settings, secret, { now: () => AT });

describe('a channel over HTTP', () => {
  let server: Server;
  afterEach(() => void server.close());

  function serve(status: number, headers: Readonly<Record<string, string>> = {}) {
    const got: { headers: IncomingHttpHeaders; body: string; url: string | undefined }[] = [];
    server = createServer((request, response) => {
      let body = '';
      request.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      request.on('end', () => {
        got.push({ headers: request.headers, body, url: request.url });
        response.writeHead(status, headers).end();
      });
    });
    return new Promise<{ url: string; got: typeof got }>((resolve) => {
      server.listen(0, '127.0.0.1', () => {
        resolve({ url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`, got });
      });
    });
  }

  test('a webhook is signed so that the receiver can check it', async () => {
    const { url, got } = await serve(204);
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    expect(await channel({ kind: 'webhook', url }, secret).send(message(), signal)).toMatchObject({ is: 'taken' });
    const [{ headers, body }] = got as [(typeof got)[0]];
    expect(headers).toMatchObject({ 'webhook-id': 'msg1', 'webhook-timestamp': String(AT / 1000) });
    expect(headers['webhook-signature']).toBe(signatureOf(secret, 'msg1', String(AT / 1000), body));
    expect(JSON.parse(body)).toMatchObject({ schema: 'quietport/notices@1', notices: [{ what: 'started' }] });
    expect(body).not.toContain('whsec_');
  });

  test('the signature is the one of the Standard Webhooks specification', () => {
    // the example of its section "Signature scheme"
    const signature = signatureOf(
      'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      'msg_p5jXN8AQM9LWM0D4loKWxJek',
      '1614265330',
      '{"test": 2432232314}',
    );
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });

  test.each([
    [500, 'failed'],
    [429, 'failed'],
    [400, 'refused'],
    [302, 'refused'],
  ])('status %i is %s, and no redirect is followed', async (status, is) => {
    const { url, got } = await serve(status, { location: 'http://127.0.0.1:1/elsewhere', 'retry-after': '7' });
    expect(await channel({ kind: 'webhook', url }).send(message(), signal)).toMatchObject({ is, retryAfterMs: 7000 });
    expect(got).toHaveLength(1);
  });

  test('nobody there is a failure with its cause', async () => {
    const { url } = await serve(200);
    await new Promise((resolve) => server.close(resolve));
    const sent = await channel({ kind: 'webhook', url }).send(message(), signal);
    expect(sent).toMatchObject({ is: 'failed', detail: expect.stringContaining('ECONNREFUSED') });
  });

  test('what cannot be sent is said without the login in the address and without the token', async () => {
    const address = await channel({ kind: 'webhook', url: 'http://bob:s3cret@127.0.0.1:9/x' }).send(message(), signal);
    expect(address).toMatchObject({ is: 'failed', detail: expect.stringContaining('//***@127.0.0.1:9/x') });
    const token = await channel({ kind: 'ntfy', url: 'http://127.0.0.1:9', topic: 't' }, 'a\ns3cret').send(
      message(),
      signal,
    );
    expect(token).toMatchObject({ is: 'failed', detail: expect.stringContaining('a header has controls') });
    expect(JSON.stringify([address, token])).not.toContain('s3cret');
  });

  test('an address with a login in it is not taken, because addresses are kept and shown', () => {
    const wish = (url: string) => ({
      ...{ title: 'Office', enabled: true, from: 'warning', ends: true, gatherSeconds: 5 },
      settings: { kind: 'webhook', url },
    });
    expect(routes.putChannel.body.safeParse(wish('https://example.org/hook?at=a@b')).success).toBe(true);
    expect(routes.putChannel.body.safeParse(wish('https://bob:s3cret@example.org/hook')).success).toBe(false);
  });

  test('ntfy gets title, text, priority and topic, and its token in a header', async () => {
    const { url, got } = await serve(200);
    const ntfy = channel({ kind: 'ntfy', url, topic: 'printers' }, 'tk_x');
    expect(await ntfy.send(message(2), signal)).toMatchObject({ is: 'taken' });
    expect(got[0]!.headers.authorization).toBe('Bearer tk_x');
    expect(JSON.parse(got[0]!.body)).toMatchObject({ topic: 'printers', title: '2 alerts and ends', priority: 5 });
  });
});

describe('a channel by mail', () => {
  let smtp: SMTPServer;
  afterEach(() => new Promise<void>((resolve) => smtp.close(() => resolve())));

  function serve(answer: (envelope: { from: string; to: string[] }) => Error | undefined = () => undefined) {
    const mails: { text: string; from: string; to: string[]; user: string }[] = [];
    smtp = new SMTPServer({
      ...{ authOptional: true, allowInsecureAuth: true, disabledCommands: ['STARTTLS'], logger: false },
      onAuth: ({ username, password }, _, done) =>
        password === 'right' ? done(null, { user: username }) : done(new Error('no such login')),
      onData: (stream, session, done) => {
        let text = '';
        stream.setEncoding('utf8').on('data', (part: string) => {
          text += part;
        });
        stream.on('end', () => {
          const { mailFrom, rcptTo } = session.envelope;
          const from = mailFrom === false ? '' : mailFrom.address;
          const to = rcptTo.map(({ address }) => address);
          mails.push({ text, from, to, user: String(session.user ?? '') });
          done(answer({ from, to }) ?? null);
        });
      },
    });
    return new Promise<{ port: number; mails: typeof mails }>((resolve) => {
      const server = smtp.listen(0, '127.0.0.1', () => {
        resolve({ port: (server.address() as AddressInfo).port, mails });
      });
    });
  }

  const settings = (port: number, user: string | null = null): ChannelSettings => ({
    ...{ kind: 'email', host: '127.0.0.1', port, security: 'none', user },
    ...{ from: 'printers@example.org', to: ['ann@example.org', 'bob@example.org'] },
  });

  test('one message is one plain text to everybody, and no name of a device adds a header', async () => {
    const { port, mails } = await serve();
    const email = channel(settings(port, 'me'), 'right');
    expect(await email.send(message(), signal)).toMatchObject({ is: 'taken' });
    await email.close?.();
    const [mail] = mails as [(typeof mails)[0]];
    expect(mail).toMatchObject({
      from: 'printers@example.org',
      to: ['ann@example.org', 'bob@example.org'],
      user: 'me',
    });
    const [head = ''] = mail.text.split('\r\n\r\n');
    expect(head).toMatch(/^Message-ID: <msg1@quietport\.invalid>/im);
    expect(head).toMatch(/^Subject: Critical: Front Bcc: x@example\.org: Paper is jammed/im);
    expect(head).not.toMatch(/^Bcc:/im);
    expect(mail.text).toContain('Take it out.');
  });

  test('a wrong password and a refused mail are said, without the password', async () => {
    const refused = Object.assign(new Error('mailbox is no more'), { responseCode: 550 });
    const { port } = await serve(() => refused);
    const wrong = await channel(settings(port, 'me'), 'wr0ng').send(message(), signal);
    expect(wrong.is).not.toBe('taken');
    expect(wrong.detail).not.toContain('wr0ng');
    const no = await channel(settings(port)).send(message(), signal);
    expect(no).toMatchObject({ is: 'refused', detail: expect.stringContaining('mailbox is no more') });
  });
});
