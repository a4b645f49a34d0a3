import { createPrivateKey, X509Certificate } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { formatIp, parseIp } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import type { Reach } from '@quietport/server';
import type { Context } from '../command.ts';
import type { Options } from '../options.ts';

/**
 * What `--tls-cert`, `--tls-key` and `--behind-proxy` say. Throws `usage/bad-arguments`, `usage/bad-value`, `file/cannot-read`
 * and `serve/bad-certificate`.
 */
export async function reachOf(context: Context, options: Options, now: number): Promise<Reach> {
  const [certificate, key, proxy] = ['tls-cert', 'tls-key', 'behind-proxy'].map((name) => options.text(name));
  if ((certificate === undefined) !== (key === undefined))
    throw new Fault('usage/bad-arguments', {
      detail: 'A certificate is nothing without its key, nor a key without its certificate',
      next: 'Give both --tls-cert and --tls-key.',
    });
  if (certificate !== undefined && proxy !== undefined)
    throw new Fault('usage/bad-arguments', {
      detail: 'Where a proxy takes HTTPS, no certificate is served here',
      next: 'Give --behind-proxy, or --tls-cert and --tls-key.',
    });
  if (proxy !== undefined) return { proxy: proxyIn(proxy) };
  if (certificate === undefined || key === undefined) return {};
  const tls = { certificate: await read(certificate), key: await read(key) };
  const { validTo } = demandPair(certificate, tls);
  if (Date.parse(validTo) < now)
    context.say(`The certificate in ${certificate} ended on ${validTo}: browsers will warn.`);
  return { tls };
}

function proxyIn(text: string): { readonly name: string; readonly address: string } {
  const [, name, from = ''] = /^([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?)\/(\S+)$/i.exec(text) ?? [];
  const address = parseIp(from);
  if (name === undefined || address === undefined)
    throw new Fault('usage/bad-value', {
      option: '--behind-proxy',
      value: text,
      expected:
        'Give the name that people ask for and the address that the proxy asks from: printers.example.org/10.0.0.5.',
    });
  return { name, address: formatIp(address) };
}

function demandPair(path: string, { certificate, key }: { certificate: string; key: string }): X509Certificate {
  try {
    const made = new X509Certificate(certificate);
    if (made.checkPrivateKey(createPrivateKey(key))) return made;
  } catch (error) {
    throw new Fault('serve/bad-certificate', { path, detail: (error as Error).message }, error);
  }
  throw new Fault('serve/bad-certificate', { path, detail: 'the key is that of another one' });
}

async function read(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (error) {
    throw new Fault('file/cannot-read', { path, detail: (error as Error).message }, error);
  }
}
