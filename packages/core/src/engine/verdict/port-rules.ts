import type { OwnerKind } from '../../model/listener.ts';
import type { VerdictWord } from '../../model/verdict.ts';
import type { PortDevice, PortOwner, PortScene } from './port-scene.ts';

/** One line of judgement on a port: the evidence by which it holds, or `undefined`. */
export interface PortRule {
  readonly id: string;
  readonly when: (scene: PortScene) => readonly string[] | undefined;
  readonly word: VerdictWord;
  readonly text: string;
  readonly next: string;
}

type Fits<T> = (thing: T, scene: PortScene) => boolean;

const owner =
  (fits: Fits<PortOwner>): PortRule['when'] =>
  (scene) =>
    evidenceOf((scene.owners ?? []).filter((each) => fits(each, scene)));
const device =
  (fits: Fits<PortDevice>): PortRule['when'] =>
  (scene) =>
    evidenceOf((scene.devices ?? []).filter((each) => each.state === 'answered' && fits(each, scene)));

const isKind = (kinds: readonly OwnerKind[]) => (each: PortOwner) => kinds.includes(each.kind);
const hidden = isKind(['owner-hidden', 'unknown']);
const notPrinting = isKind(['not-printing']);
const local = (each: PortOwner) => each.exposure === 'loopback';
const printerThere = (scene: PortScene) =>
  (scene.devices ?? []).some((each) => each.state === 'answered' && each.does === 'prints');
/** Print ports that have a second life: 9100 is node_exporter's, too. */
const paperOnly = (scene: PortScene) => scene.prints && !scene.usual.general;
const ordinary = (scene: PortScene) => !scene.epsonNumber && !scene.prints;
/** Looked for, and nobody's name is missing: what devices do is no riddle of this machine. */
const ownersKnown = (scene: PortScene) => scene.owners !== null && !scene.owners.some(hidden);
const nothingHere = (scene: PortScene) => scene.owners !== null && scene.owners.length === 0;
const noDevice = (scene: PortScene) => !(scene.devices ?? []).some((each) => each.state === 'answered');
const holds =
  (condition: (scene: PortScene) => boolean): PortRule['when'] =>
  (scene) =>
    condition(scene) ? [] : undefined;

/** The rules for a port, in the order in which their reasons are given. */
export const portRules: readonly PortRule[] = [
  {
    id: 'port/lookalike',
    when: owner(isKind(['epson-lookalike'])),
    word: 'unexpected',
    text: 'A program that calls itself Epson holds the port, and its place or its signature is none of Epson.',
    next: 'Do not trust it by its name: check where the file came from, and whether it is signed.',
  },
  {
    id: 'port/print-port-mix-up',
    when: owner((each, scene) => scene.prints && notPrinting(each) && printerThere(scene)),
    word: 'look-into-it',
    text: 'A program that does not print holds the port here, and a printer on the network has the same number: what is meant for the one becomes paper on the other.',
    next: 'Check the addresses in what reads from this port, a scrape target for example: a printer prints it.',
  },
  {
    id: 'port/print-port-taken',
    when: owner((each, scene) => paperOnly(scene) && notPrinting(each) && !local(each) && !printerThere(scene)),
    word: 'look-into-it',
    text: 'A program that does not print holds a print port, and other machines reach it.',
    next: 'Find out why that program listens there, and bind it to loopback if nobody else needs it.',
  },
  {
    id: 'port/epson-number-exposed',
    when: owner((each, scene) => scene.epsonNumber && notPrinting(each) && !local(each)),
    word: 'look-into-it',
    text: 'The number is registered by Epson, and a program that is not of Epson holds it and is reached by other machines.',
    next: 'Look at that program: is it meant to listen, and to whom?',
  },
  {
    id: 'port/epson-number-hidden',
    when: owner((each, scene) => scene.epsonNumber && hidden(each)),
    word: 'look-into-it',
    text: 'Something holds a number that Epson registered, and nothing shows who. The number alone is no evidence for Epson.',
    next: 'Run the same command as root: it names the process, its file and its package.',
  },
  {
    id: 'port/device-no-epson',
    when: device((each, scene) => scene.epsonNumber && !each.epson),
    word: 'look-into-it',
    text: 'A device on the network answers at a number of Epson, and nothing there speaks for Epson.',
    next: 'quietport inspect with its address shows what it tells; the process on that host is the proof.',
  },
  {
    id: 'port/device-print-port',
    when: device((each, scene) => scene.prints && each.does !== 'prints'),
    word: 'look-into-it',
    text: 'A device on the network has a print port open, and nothing proves that it prints.',
    next: 'Never test such a port by sending something. Look at the device, or ask who runs it.',
  },
  {
    id: 'port/epson-number-local',
    when: owner((each, scene) => scene.epsonNumber && notPrinting(each) && local(each)),
    word: 'plausible',
    text: 'A program that is not of Epson holds the number, for this machine alone. Nothing keeps a program from a registered number.',
    next: 'If it is yours, take a free number (quietport free); else find out whose it is.',
  },
  {
    id: 'port/epson-number-other-printing',
    when: owner((each, scene) => scene.epsonNumber && each.kind === 'printing-other'),
    word: 'plausible',
    text: 'Printing software that is not of Epson holds a number that Epson registered.',
    next: 'Nothing to do, if the software is wanted.',
  },
  {
    id: 'port/device-epson-unpublished',
    when: device((each, scene) => scene.epsonNumber && each.epson && !scene.published),
    word: 'plausible',
    text: 'A device with evidence for Epson answers there. Epson registered the number and publishes no use of it.',
    next: 'If nobody needs it, block it. A recording of what speaks there would be worth sharing.',
  },
  {
    id: 'port/print-port-shared',
    when: owner(
      (each, scene) => scene.prints && notPrinting(each) && !printerThere(scene) && (local(each) || !paperOnly(scene)),
    ),
    word: 'plausible',
    text: 'A program that does not print holds a number that printers use, too.',
    next: 'Nothing to do here. Whoever reads from it must not confuse this machine with a printer.',
  },
  {
    id: 'port/hidden-print-port',
    when: owner((each, scene) => scene.prints && !scene.epsonNumber && hidden(each)),
    word: 'look-into-it',
    text: 'Something holds a print port, and nothing shows who.',
    next: 'Run the same command as root: it names the process, its file and its package.',
  },
  {
    id: 'port/epson-software-elsewhere',
    when: owner((each, scene) => each.kind === 'epson' && !scene.epsonNumber),
    word: 'plausible',
    text: 'Software of Epson holds the port, and it is none of the numbers that Epson registered.',
    next: 'Nothing to do, if the software is wanted.',
  },
  {
    id: 'port/printing-elsewhere',
    when: owner((each, scene) => each.kind === 'printing-other' && !scene.usual.printing && !scene.epsonNumber),
    word: 'plausible',
    text: 'Printing software holds the port, at a number that printing usually does not use.',
    next: 'Nothing to do, if the software is wanted.',
  },
  {
    id: 'port/other-owner',
    when: owner((each, scene) => ordinary(scene) && notPrinting(each) && !each.fits),
    word: 'plausible',
    text: 'The owner is known and has nothing to do with printing; the number is not the one that it is known for.',
    next: 'If it should not be reached from outside, bind it to loopback.',
  },
  {
    id: 'port/device-beside',
    when: (scene) => (ownersKnown(scene) ? undefined : device(wellKnownThere)(scene)),
    word: 'plausible',
    text: 'A device on the network has the port that such devices usually have; who holds it on this machine is another question.',
    next: 'quietport listeners names who holds the number on this machine.',
  },
  {
    id: 'port/device-other',
    when: device((each, scene) => leftOver(each, scene)),
    word: 'plausible',
    text: 'A device on the network answers there.',
    next: 'quietport inspect with its address shows what it tells.',
  },
  {
    id: 'port/owner-partly-hidden',
    when: (scene) => {
      const owners = scene.owners ?? [];
      return ordinary(scene) && !owners.every(hidden) ? owner(hidden)(scene) : undefined;
    },
    word: 'plausible',
    text: 'Several hold the port, and of one of them nothing shows who it is.',
    next: 'Run the same command as root: it names the process, its file and its package.',
  },
  {
    id: 'port/client-socket',
    when: owner(isKind(['random-client-socket'])),
    word: 'expected',
    text: "A program's outgoing connection happened to take the number: nothing listens, and it is gone with the connection.",
    next: 'Nothing to do.',
  },
  {
    id: 'port/epson-software',
    when: owner((each, scene) => each.kind === 'epson' && scene.epsonNumber),
    word: 'expected',
    text: 'Software of Epson, known by its file and not by the number, holds a number that Epson registered.',
    next: 'Nothing to do, if the software is wanted.',
  },
  {
    id: 'port/printing-software',
    when: owner((each, scene) => each.kind === 'printing-other' && scene.usual.printing && !scene.epsonNumber),
    word: 'expected',
    text: 'Printing software holds a port of printing.',
    next: 'Nothing to do.',
  },
  {
    id: 'port/owner-fits',
    when: owner((each, scene) => ordinary(scene) && notPrinting(each) && each.fits),
    word: 'expected',
    text: 'The owner is the program that the number is known for.',
    next: 'Nothing to do. If it should not be reached from outside, bind it to loopback.',
  },
  {
    id: 'port/device-usual',
    when: (scene) => (ownersKnown(scene) ? device(wellKnownThere)(scene) : undefined),
    word: 'expected',
    text: 'A device on the network has the port that such devices usually have.',
    next: 'Nothing to do. quietport device shows all that is known of it.',
  },
  {
    id: 'port/nothing-listens-epson',
    when: holds((scene) => nothingHere(scene) && noDevice(scene) && scene.epsonNumber && !scene.published),
    word: 'expected',
    text: 'Nothing holds the number here. That is the normal finding: Epson registered it and publishes no use of it.',
    next: 'Nothing to do. Software of Epson on computers is met on 2968, not here.',
  },
  {
    id: 'port/nothing-listens',
    when: holds((scene) => nothingHere(scene) && noDevice(scene) && !(scene.epsonNumber && !scene.published)),
    word: 'expected',
    text: 'Nothing holds the number here, and no device is known to have it.',
    next: 'Nothing to do.',
  },
  {
    id: 'port/owner-hidden',
    when: (scene) => (ordinary(scene) && (scene.owners ?? []).every(hidden) ? owner(hidden)(scene) : undefined),
    word: 'unknown',
    text: 'Something holds the port, and nothing shows who.',
    next: 'Run the same command as root: it names the process, its file and its package.',
  },
  {
    id: 'port/not-looked',
    when: holds((scene) => scene.owners === null && noDevice(scene)),
    word: 'unknown',
    text: 'Nobody looked who holds the number on this machine.',
    next: 'Ask again with the part "here".',
  },
];

/** It prints, scans or projects, at a number of that world where it can; at a number of Epson it is one of Epson's. */
function wellKnownThere(each: PortDevice, scene: PortScene): boolean {
  const fits = each.does === 'prints' || (each.does === 'images' && !scene.prints);
  return scene.usual.printing && fits && (!scene.epsonNumber || (each.epson && scene.published));
}

/** A device that no other rule speaks of. */
function leftOver(each: PortDevice, scene: PortScene): boolean {
  const spoken = scene.epsonNumber ? !each.epson || !scene.published : scene.prints && each.does !== 'prints';
  return !spoken && !wellKnownThere(each, scene);
}

function evidenceOf(things: readonly { readonly evidence: readonly string[] }[]): readonly string[] | undefined {
  return things.length === 0 ? undefined : [...new Set(things.flatMap(({ evidence }) => evidence))];
}
