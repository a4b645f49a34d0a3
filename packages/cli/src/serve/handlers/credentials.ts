import type { Asked, Handlers } from '@quietport/api';
import type { Secret } from '@quietport/core';
import { Fault } from '@quietport/core/fault';
import {
  addCredential,
  changeCredential,
  credentialDocument,
  credentialsDocument,
  listCredentials,
  removeCredential,
  showCredential,
} from '@quietport/library';
import { systemClock } from '@quietport/node';
import type { Keeping } from './keeping.ts';

/** Keys to real devices, whatever is shown now. */
export function credentialHandlers({
  kept,
  vault,
}: Pick<Keeping, 'kept' | 'vault'>): Pick<
  Handlers,
  'credentials' | 'addCredential' | 'changeCredential' | 'removeCredential'
> {
  const world = { clock: systemClock, store: kept };
  return {
    credentials: async () => credentialsDocument(await listCredentials(vault)),
    addCredential: async ({ body: { name, scope, order, secret } }) => {
      const given = { name, scope, secret: secretOf(secret), ...(order === undefined ? {} : { order }) };
      return credentialDocument(await addCredential(given, vault, world));
    },
    changeCredential: async ({ params: { credential: name }, body: { scope, order, secret } }) => {
      const { kind } = await showCredential(name, vault);
      if (secret !== undefined && secret.kind !== kind) throw new Fault('credentials/other-kind', { name, kind });
      const change = { scope, order, secret: secret === undefined ? undefined : secretOf(secret) };
      return credentialDocument(await changeCredential(name, change, vault, world));
    },
    removeCredential: async ({ params: { credential: name } }) => {
      await removeCredential(name, vault);
      return { schema: 'quietport/credential-removed@1', name };
    },
  };
}

function secretOf(given: Asked<'addCredential'>['body']['secret']): Secret {
  if (given.kind !== 'snmp-user') {
    const { kind, ...rest } = given;
    return { for: kind, ...rest } as Secret;
  }
  const { user, auth, privacy, context } = given;
  return {
    for: 'snmp-user',
    user,
    ...(auth === undefined ? {} : { auth }),
    ...(privacy === undefined ? {} : { privacy }),
    ...(context === undefined ? {} : { context }),
  };
}
