import { expect, it } from 'vitest';
import { readBytes } from './read-file.ts';

const noInput = { readInput: async () => new Uint8Array() };

it.each([
  ['/nowhere/at/all', 'there is no such file'],
  ['/', 'it is a folder, name the files in it'],
])('%s is told to be unreadable in words, and once', async (path, reason) => {
  await expect(readBytes(noInput, path)).rejects.toMatchObject({
    code: 'file/cannot-read',
    text: `The file ${path} cannot be read: ${reason}.`,
  });
});
