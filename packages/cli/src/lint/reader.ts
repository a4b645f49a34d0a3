import type { FileFormat, FileReading } from '@quietport/core';

/** A file whose text is at hand. */
export interface LintFile {
  /** As it was named. */
  readonly path: string;
  /** The last part of the path. */
  readonly name: string;
  readonly text: string;
}

/** The files around the one that is read. */
export interface Surroundings {
  /** A file by its path from the folder of another one, where there is one that can be read. */
  beside(file: LintFile, path: string): Promise<LintFile | undefined>;
  /** The paths that were named, in their order. */
  readonly given: readonly string[];
}

/** Reads one kind of file. Nothing in a file is ever executed. */
export interface Reader {
  readonly format: FileFormat;
  /** Whether it is such a file, by its name or by what stands in it. */
  recognises(file: LintFile): boolean;
  read(file: LintFile, around: Surroundings): Promise<FileReading> | FileReading;
}

/** The folder of a path, with its slash; empty for the current one. */
export function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}
