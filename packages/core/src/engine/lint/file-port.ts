import type { Transport } from '../../net/endpoint.ts';

/** A place in a file, lines and columns from 1. */
export interface FilePlace {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * What a file does with a number. Only `listen` and `publish` take it, `connect` and `scrape` go there, `mention`
 * takes nothing (EXPOSE, a container port).
 */
export type PortRole = 'listen' | 'publish' | 'connect' | 'scrape' | 'mention';

export type FileFormat =
  | 'compose'
  | 'dockerfile'
  | 'kubernetes'
  | 'env'
  | 'nginx'
  | 'systemd'
  | 'vite'
  | 'package-json'
  | 'prometheus';

/** What a number has to do with the program behind it, so that places that should agree can be held together. */
export interface PortTie {
  /** `sets`: the program is told to listen there. `declares`: it is written down so. `expects`: somebody goes there. */
  readonly says: 'sets' | 'declares' | 'expects';
  /** Words that name the program: who expects gives some of them, the program has all of its own. */
  readonly program: readonly string[];
  /** What the number is called (Kubernetes). */
  readonly name?: string;
  /** The numbers that it is about, where those are not the use's own: behind a published port. */
  readonly numbers?: Pick<FilePort, 'port' | 'portEnd'>;
}

/** One number (or range) that stands in a file. */
export interface FilePort {
  readonly place: FilePlace;
  readonly format: FileFormat;
  /** As it is written. */
  readonly text: string;
  readonly port: number;
  /** Differs from `port` in ranges. */
  readonly portEnd: number;
  readonly transport: Transport;
  readonly role: PortRole;
  /** Whose number it is, for people: `service "web"`. */
  readonly owner: string;
  /** The bound address of a listener (empty: every interface), the target of who connects. */
  readonly host: string;
  /**
   * Where the number is taken: numbers collide within one scope only. `host` is the machine that runs these files,
   * `node` one of a cluster, `pod web` the inside of a pod.
   */
  readonly scope: string;
  /** Uses of one program never collide with each other: a `dev` and a `start` script are not run at once. */
  readonly program: string;
  /** The file itself makes it so, with nothing in between (another container, another machine) that could differ. */
  readonly certain: boolean;
  readonly speaks?: 'http';
  /** The port behind a published one. */
  readonly target?: number;
  /** Words that tell what it is: image, service, tool. */
  readonly hints?: readonly string[];
  /** Bound by somebody who may (the container engine, systemd). */
  readonly privileged?: boolean;
  /** A node port of Kubernetes. */
  readonly nodePort?: boolean;
  /** The program takes the next number when this one is held. */
  readonly moves?: boolean;
  /** An inspector or debugger that runs what it is sent. */
  readonly debug?: boolean;
  /** Profiles of compose: the service runs only with one of them. */
  readonly profiles?: readonly string[];
  readonly tie?: PortTie;
}

/** Somebody goes to a port by its name. */
export interface NamedPort {
  readonly place: FilePlace;
  /** The name. */
  readonly text: string;
  readonly owner: string;
  readonly program: readonly string[];
}

/** A comment that says which rules do not hold at its place, and why. */
export interface Suppression {
  readonly place: FilePlace;
  /** The line whose findings it speaks of. */
  readonly holds: number;
  readonly text: string;
  readonly rules: readonly string[];
  readonly reason: string;
}

/** Something wrong in a file that no number stands for: what a reader cannot hand over as a use. */
export interface FileRemark {
  readonly rule:
    | 'port-invalid'
    | 'port-yaml-base60'
    | 'port-override-appends'
    | 'not-resolved'
    | 'cannot-read'
    | 'suppression-wrong';
  readonly place: FilePlace;
  readonly text: string;
  /** One sentence. */
  readonly reason: string;
}

/** What one file, or several that belong together, say. */
export interface FileReading {
  readonly uses: readonly FilePort[];
  readonly remarks: readonly FileRemark[];
  readonly names?: readonly NamedPort[];
}
