import { stat } from 'node:fs/promises';
import { userInfo } from 'node:os';
import { systemText } from '../host/system-text.ts';

/** What is at the path of a port: a device file, nothing, or something that is no port. */
export type PortFile = 'device' | 'missing' | 'no-device';

/** Looks whether a port (`/dev/ttyS0`, `/dev/lp0`) is there. It is not opened: that alone can reset what hangs on it. */
export async function portFile(path: string): Promise<PortFile> {
  return stat(path).then(
    (found) => (found.isCharacterDevice() ? 'device' : 'no-device'),
    () => 'missing',
  );
}

/** The id of this installation of the system (machine-id(5)): 32 hex digits, never to be shown to anybody. */
export async function machineId(): Promise<string | undefined> {
  for (const path of ['/etc/machine-id', '/var/lib/dbus/machine-id']) {
    const text = await systemText(path);
    if (text !== undefined && /^[0-9a-f]{32}$/.test(text)) return text;
  }
  return undefined;
}

/** The name of the user that this process runs as; none where the system has no name for it. */
export function userName(): string | undefined {
  try {
    return userInfo().username;
  } catch {
    return undefined;
  }
}

/** Whether a Unix socket is there. */
export async function isSocket(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isSocket(),
    () => false,
  );
}
