import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Printed } from '@quietport/core';
import { Fault } from '@quietport/core/fault';

/** Makes the folder; what is printed goes there, each document as a file of its own that replaces none. Throws `file/cannot-write`. */
export function keepPrinted(
  folder: string,
  told: (path: string, printed: Printed) => void,
): (printed: Printed) => void {
  attempt(folder, () => mkdirSync(folder, { recursive: true }));
  return (printed) => {
    const { device, way, job, format, bytes } = printed;
    const stem = `${device}-${way}-${job}`.replaceAll(/[^\w.-]/g, '_');
    for (let again = 1; ; again++) {
      const path = join(folder, `${stem}${again === 1 ? '' : `.${again}`}${ENDINGS[format] ?? '.prn'}`);
      try {
        writeFileSync(path, bytes, { flag: 'wx' });
        return told(path, printed);
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw cannotWrite(path, error);
      }
    }
  };
}

function attempt(path: string, work: () => void): void {
  try {
    work();
  } catch (error) {
    throw cannotWrite(path, error);
  }
}

function cannotWrite(path: string, error: unknown): Fault {
  return new Fault(
    'file/cannot-write',
    { path, detail: error instanceof Error ? error.message : String(error) },
    error,
  );
}

const ENDINGS: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/jpeg': '.jpg',
  'image/pwg-raster': '.pwg',
};
