import type { DeviceKind } from '../../model/claim.ts';
import type { VerdictWord } from '../../model/verdict.ts';
import {
  all,
  type Condition,
  kindIs,
  makersContradict,
  makersDiffer,
  not,
  onlyUsualOpen,
  open,
  openNumber,
  proven,
  refused,
  speaksForMaker,
} from './conditions.ts';

/** One line of judgement. `tests` of a new rule: one scene where it holds and one, as near as can be, where it does not. */
export interface Rule {
  readonly id: string;
  readonly when: Condition;
  readonly word: VerdictWord;
  readonly text: string;
  readonly next: string;
}

const printing: readonly DeviceKind[] = ['printer', 'mfp', 'pos-printer', 'label-printer', 'print-server'];
const others: readonly DeviceKind[] = ['scanner', 'projector', 'other'];

const prints: Condition = kindIs(...printing);
const printsNot: Condition = kindIs(...others);
const kindKnown: Condition = kindIs(...printing, ...others);
/** Both what it is and who it is, by two voices. */
const provenDevice: Condition = all(kindKnown, proven);
const openPrintPort: Condition = open((port) => port.prints);
const openOdd: Condition = open((port) => !port.usualThere);
const anyOpen: Condition = open(() => true);
const epson: Condition = speaksForMaker(/epson/i);
const enpcAnswers: Condition = open((port) => port.service === 'enpc');
const tcp3259: Condition = openNumber(3259, 'tcp');

/** The rules for a host, in the order in which their reasons are given. */
export const hostRules: readonly Rule[] = [
  {
    id: 'print-port-no-printer',
    when: all(openPrintPort, printsNot, proven),
    word: 'unexpected',
    text: 'A print port is open on a device that is proven to be no printer.',
    next: 'Find out which program holds the print port there. Send nothing to it: on a printer it becomes paper.',
  },
  {
    id: 'odd-port-proven-device',
    when: all(openOdd, kindKnown, proven),
    word: 'unexpected',
    text: 'A port is open that devices of this kind usually do not have.',
    next: "Compare the port with the device's own list of services, and switch off what nobody uses.",
  },
  {
    id: 'print-port-doubtful-kind',
    when: all(openPrintPort, printsNot, not(proven)),
    word: 'look-into-it',
    text: 'A print port is open, and the device says that it is no printer; only one source says so.',
    next: 'Ask the owner of the device what prints there.',
  },
  {
    id: 'print-port-nobody-knows',
    when: all(openPrintPort, not(kindKnown)),
    word: 'look-into-it',
    text: 'A print port is open and nothing says what the host is. TCP 9100 is raw printing and Prometheus node_exporter alike.',
    next: 'Look at the device itself. Never test such a port by sending something: a printer would print it.',
  },
  {
    id: 'odd-port-claimed-device',
    when: all(openOdd, kindKnown, not(proven)),
    word: 'look-into-it',
    text: 'A port is open that devices of this kind usually do not have, and only one source says what the device is.',
    next: 'Let a second protocol prove the device: enable SNMP or IPP on it, or look at it.',
  },
  {
    id: 'makers-contradict',
    when: all(makersContradict, anyOpen),
    word: 'look-into-it',
    text: 'The sources name different makers, and no two of them agree.',
    next: 'Read the type plate. quietport why shows which packet names which maker.',
  },
  {
    id: 'port-3259-no-epson',
    when: all(tcp3259, not(epson)),
    word: 'look-into-it',
    text: 'TCP 3259 is open and nothing here speaks for Epson. The number is registered for NCDP2 of Epson, which is all that links it to a printer.',
    next: 'Run quietport port 3259 on that host: it names the process that holds the number. Only then call it a printer.',
  },
  {
    id: 'port-3259-epson',
    when: all(tcp3259, epson),
    word: 'plausible',
    text: 'TCP 3259 is open on a device with evidence for Epson. It is registered for NCDP2 of Epson; Epson publishes no use of it.',
    next: 'If nobody needs it, block it. A capture of what speaks there would be worth sharing.',
  },
  {
    id: 'maker-outvoted',
    when: all(makersDiffer, not(makersContradict), not(kindKnown), anyOpen),
    word: 'plausible',
    text: 'Two sources agree on the maker, another one names a different one, and nobody says what kind of device it is.',
    next: 'Read the type plate. quietport why shows which packet names which maker.',
  },
  {
    id: 'enpc-proves-little',
    when: all(enpcAnswers, not(provenDevice), not(epson)),
    word: 'plausible',
    text: 'ENPC answers, but nothing proves an Epson printer: scanners and receipt printers of other makers answer it too.',
    next: 'Read the type plate, or enable SNMP or IPP so that a second protocol can tell what it is.',
  },
  {
    id: 'enpc-of-epson',
    when: all(enpcAnswers, not(provenDevice), epson),
    word: 'plausible',
    text: 'ENPC answers, and something speaks for Epson; what kind of device it is, no two protocols say.',
    next: 'Enable SNMP or IPP on it if you want proof; quietport why shows what was said.',
  },
  {
    id: 'claimed-device',
    when: all(kindKnown, not(proven), anyOpen),
    word: 'plausible',
    text: 'It says what it is, but no second protocol confirms it.',
    next: 'Enable SNMP or IPP on it if you want proof; quietport why shows what was said.',
  },
  {
    id: 'proven-printer',
    when: all(prints, proven, onlyUsualOpen),
    word: 'expected',
    text: 'Two protocols agree on what it is, it prints, and every open port is one that such devices usually have.',
    next: 'Nothing to do. quietport why shows the proof of each fact.',
  },
  {
    id: 'proven-other-device',
    when: all(kindIs('scanner', 'projector'), proven, onlyUsualOpen, not(openPrintPort)),
    word: 'expected',
    text: 'Two protocols agree on what it is, and every open port is one that such devices usually have.',
    next: 'Nothing to do. quietport why shows the proof of each fact.',
  },
  {
    id: 'proven-no-printer',
    when: all(kindIs('other'), proven, onlyUsualOpen, not(openPrintPort)),
    word: 'plausible',
    text: 'Two protocols agree that it is a device of another kind. What is usual on those, we do not know.',
    next: 'Ask whoever runs it whether these ports should be open.',
  },
  {
    id: 'open-without-identity',
    when: all(anyOpen, not(kindKnown)),
    word: 'unknown',
    text: 'Something answers, and nothing that was asked says what it is.',
    next: 'Ask whoever runs the host, or look at the ports with a tool that may log in there.',
  },
  {
    id: 'only-refusals',
    when: all(refused, not(anyOpen)),
    word: 'unknown',
    text: 'The host is there: it refuses what was asked. None of the ports of printers answered.',
    next: 'It is likely no printer. If it should be one, look whether a firewall on it refuses this machine.',
  },
  {
    id: 'nobody-answered',
    when: all(not(anyOpen), not(refused)),
    word: 'unknown',
    text: 'Nobody answered. That means absent, asleep, or behind a filter.',
    next: 'Wake the device and ask again; quietport doctor says whether this machine can hear at all.',
  },
];
