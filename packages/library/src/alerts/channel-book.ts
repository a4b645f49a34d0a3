import { type ChannelConfig, Fault, type Store, type Vault } from '@quietport/core';

type Book = Pick<Store, 'records'>;

export async function channelsOf({ records }: Book): Promise<readonly ChannelConfig[]> {
  const rows = await records.list(KIND, { most: 100 });
  return rows.map(({ value }) => value as ChannelConfig).sort((a, b) => (a.id < b.id ? -1 : 1));
}

/** Throws `channel/not-found`. */
export async function channelCalled({ records }: Book, id: string): Promise<ChannelConfig> {
  const row = await records.get(KIND, id);
  if (row === undefined) throw new Fault('channel/not-found', { channel: id });
  return row.value as ChannelConfig;
}

/** Keeps a channel, and its secret where one is given: `null` takes it away, `undefined` leaves it. */
export async function putChannel(
  channel: ChannelConfig,
  secret: string | null | undefined,
  at: number,
  book: Book,
  vault: Pick<Vault, 'services'>,
): Promise<void> {
  if (secret !== undefined) await changeSecret(channel.id, secret, vault);
  await book.records.put([{ kind: KIND, id: channel.id, at, value: channel }]);
}

export async function deleteChannel(id: string, book: Book, vault: Pick<Vault, 'services'>): Promise<void> {
  await channelCalled(book, id);
  await book.records.remove(KIND, [id]);
  await changeSecret(id, null, vault);
}

/** The secret of a channel, where it has one. Throws `credentials/…` where the vault cannot be opened. */
export async function secretOf(id: string, vault: Pick<Vault, 'services'>): Promise<string | undefined> {
  return (await vault.services.read())[`channel:${id}`];
}

async function changeSecret(id: string, secret: string | null, vault: Pick<Vault, 'services'>): Promise<void> {
  const key = `channel:${id}`;
  if (secret === null && (await vault.services.read())[key] === undefined) return;
  await vault.services.change((known) => {
    const { [key]: _, ...others } = known;
    return { value: secret === null ? others : { ...others, [key]: secret }, result: undefined };
  });
}

const KIND = 'channel';
