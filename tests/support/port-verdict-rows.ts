import type { PortScene } from '../../packages/core/src/index.ts';

/** What registry and practice say of a number; tests/faces/port-verdict.test.ts holds it to the data. */
export type NumberFacts = Pick<PortScene, 'prints' | 'epsonNumber' | 'published' | 'usual'>;

const facts = (marks: string): NumberFacts => ({
  prints: marks.includes('prints'),
  epsonNumber: marks.includes('epson'),
  published: !marks.includes('unpublished'),
  usual: { printing: marks.includes('usual'), general: marks.includes('general') },
});

/** One number for each class: numbers of one class are judged alike. */
export const numberClasses: Readonly<Record<string, NumberFacts>> = {
  '3259/tcp': facts('epson unpublished usual'),
  '2969/tcp': facts('epson unpublished general'),
  '2968/tcp': facts('epson usual'),
  '3289/tcp': facts('epson'),
  '515/tcp': facts('prints usual'),
  '515/udp': facts(''),
  '9100/tcp': facts('prints usual general'),
  '9100/udp': facts('prints'),
  '631/tcp': facts('usual'),
  '22/tcp': facts('general'),
  '4711/tcp': facts(''),
};

/**
 * Number, owners here, their exposure, vendor evidence of the device, what answers there, word, deciding rule.
 *
 * Owners: `nobody`, `not-looked`, or kinds (`+`: the program that the number is known for). Answer: `none` (no device),
 * `not-asked`, a state without an answer, or what the device that answers is: `prints`, `images` (it scans or projects), `other`, `unsaid`.
 */
export const portVerdictRows = `
3259/tcp nobody               -        -     none      expected     nothing-listens-epson
3259/tcp nobody               -        -     not-asked expected     nothing-listens-epson
3259/tcp nobody               -        -     refused   expected     nothing-listens-epson
3259/tcp nobody               -        epson silent    expected     nothing-listens-epson
3259/tcp nobody               -        epson prints    plausible    device-epson-unpublished
3259/tcp nobody               -        epson unsaid    plausible    device-epson-unpublished
3259/tcp nobody               -        epson other     plausible    device-epson-unpublished
3259/tcp nobody               -        -     unsaid    look-into-it device-no-epson
3259/tcp nobody               -        -     prints    look-into-it device-no-epson
3259/tcp not-looked           -        -     none      unknown      not-looked
3259/tcp not-looked           -        -     refused   unknown      not-looked
3259/tcp not-looked           -        epson prints    plausible    device-epson-unpublished
3259/tcp not-looked           -        epson unsaid    plausible    device-epson-unpublished
3259/tcp not-looked           -        -     unsaid    look-into-it device-no-epson
3259/tcp not-looked           -        -     other     look-into-it device-no-epson
3259/tcp epson                all      -     none      expected     epson-software
3259/tcp epson                loopback -     none      expected     epson-software
3259/tcp epson                all      epson prints    plausible    device-epson-unpublished
3259/tcp epson                all      -     unsaid    look-into-it device-no-epson
3259/tcp printing-other       all      -     none      plausible    epson-number-other-printing
3259/tcp printing-other       loopback -     none      plausible    epson-number-other-printing
3259/tcp printing-other       all      epson prints    plausible    epson-number-other-printing
3259/tcp not-printing         all      -     none      look-into-it epson-number-exposed
3259/tcp not-printing         address  -     none      look-into-it epson-number-exposed
3259/tcp not-printing         unread   -     none      look-into-it epson-number-exposed
3259/tcp not-printing         loopback -     none      plausible    epson-number-local
3259/tcp not-printing         all      epson prints    look-into-it epson-number-exposed
3259/tcp not-printing         loopback epson prints    plausible    epson-number-local
3259/tcp not-printing         loopback -     unsaid    look-into-it device-no-epson
3259/tcp epson-lookalike      all      -     none      unexpected   lookalike
3259/tcp epson-lookalike      loopback -     none      unexpected   lookalike
3259/tcp epson-lookalike      all      epson prints    unexpected   lookalike
3259/tcp owner-hidden         all      -     none      look-into-it epson-number-hidden
3259/tcp owner-hidden         loopback -     none      look-into-it epson-number-hidden
3259/tcp owner-hidden         all      epson prints    look-into-it epson-number-hidden
3259/tcp unknown              all      -     none      look-into-it epson-number-hidden
3259/tcp random-client-socket address  -     none      expected     client-socket
3259/tcp random-client-socket address  -     silent    expected     client-socket
3259/tcp random-client-socket address  epson prints    plausible    device-epson-unpublished
3259/tcp random-client-socket address  -     unsaid    look-into-it device-no-epson
3259/tcp random-client-socket,not-printing address,loopback - none plausible    epson-number-local
3259/tcp random-client-socket,not-printing address,all      - none look-into-it epson-number-exposed
3259/tcp epson,epson-lookalike all,all     - none unexpected   lookalike
3259/tcp epson,owner-hidden    all,all     - none look-into-it epson-number-hidden
2969/tcp nobody               -        -     none      expected     nothing-listens-epson
2969/tcp nobody               -        epson prints    plausible    device-epson-unpublished
2969/tcp not-looked           -        -     none      unknown      not-looked
2969/tcp epson                all      -     none      expected     epson-software
2969/tcp printing-other       loopback -     none      plausible    epson-number-other-printing
2969/tcp not-printing         all      -     none      look-into-it epson-number-exposed
2968/tcp nobody               -        -     none      expected     nothing-listens
2968/tcp nobody               -        epson prints    expected     device-usual
2968/tcp nobody               -        epson unsaid    plausible    device-other
2968/tcp nobody               -        epson images    expected     device-usual
2968/tcp nobody               -        epson other     plausible    device-other
2968/tcp nobody               -        -     prints    look-into-it device-no-epson
2968/tcp not-looked           -        -     none      unknown      not-looked
2968/tcp not-looked           -        epson prints    plausible    device-beside
2968/tcp epson                all      -     none      expected     epson-software
2968/tcp epson                all      epson prints    expected     epson-software
2968/tcp printing-other       all      -     none      plausible    epson-number-other-printing
2968/tcp not-printing         all      -     none      look-into-it epson-number-exposed
2968/tcp not-printing         loopback -     none      plausible    epson-number-local
2968/tcp not-printing         loopback epson prints    plausible    epson-number-local
2968/tcp epson-lookalike      all      -     none      unexpected   lookalike
2968/tcp owner-hidden         all      -     none      look-into-it epson-number-hidden
2968/tcp owner-hidden         all      epson prints    look-into-it epson-number-hidden
2968/tcp random-client-socket address  -     none      expected     client-socket
2968/tcp random-client-socket address  epson prints    expected     client-socket
3289/tcp nobody               -        -     none      expected     nothing-listens
3289/tcp nobody               -        epson prints    plausible    device-other
3289/tcp nobody               -        -     prints    look-into-it device-no-epson
3289/tcp epson                all      -     none      expected     epson-software
3289/tcp not-printing         all      -     none      look-into-it epson-number-exposed
3289/tcp printing-other       all      -     none      plausible    epson-number-other-printing
515/tcp  nobody               -        -     none      expected     nothing-listens
515/tcp  nobody               -        -     prints    expected     device-usual
515/tcp  nobody               -        epson prints    expected     device-usual
515/tcp  nobody               -        -     unsaid    look-into-it device-print-port
515/tcp  nobody               -        -     other     look-into-it device-print-port
515/tcp  nobody               -        -     images    look-into-it device-print-port
515/tcp  nobody               -        epson unsaid    look-into-it device-print-port
515/tcp  not-looked           -        -     none      unknown      not-looked
515/tcp  not-looked           -        -     prints    plausible    device-beside
515/tcp  printing-other       all      -     none      expected     printing-software
515/tcp  printing-other       loopback -     none      expected     printing-software
515/tcp  printing-other       all      -     prints    expected     printing-software
515/tcp  epson                all      -     none      plausible    epson-software-elsewhere
515/tcp  epson                all      epson prints    plausible    epson-software-elsewhere
515/tcp  not-printing         all      -     none      look-into-it print-port-taken
515/tcp  not-printing         address  -     none      look-into-it print-port-taken
515/tcp  not-printing         unread   -     none      look-into-it print-port-taken
515/tcp  not-printing         loopback -     none      plausible    print-port-shared
515/tcp  not-printing         all      -     prints    look-into-it print-port-mix-up
515/tcp  not-printing         loopback -     prints    look-into-it print-port-mix-up
515/tcp  not-printing         all      -     unsaid    look-into-it print-port-taken
515/tcp  not-printing         loopback -     unsaid    look-into-it device-print-port
515/tcp  epson-lookalike      all      -     none      unexpected   lookalike
515/tcp  owner-hidden         all      -     none      look-into-it hidden-print-port
515/tcp  owner-hidden         loopback -     none      look-into-it hidden-print-port
515/tcp  owner-hidden         all      -     prints    look-into-it hidden-print-port
515/tcp  unknown              all      -     none      look-into-it hidden-print-port
515/tcp  random-client-socket address  -     none      expected     client-socket
515/tcp  random-client-socket address  -     prints    expected     client-socket
515/tcp  random-client-socket address  -     unsaid    look-into-it device-print-port
515/tcp  printing-other,not-printing all,all - none    look-into-it print-port-taken
515/tcp  printing-other,owner-hidden all,all - none    look-into-it hidden-print-port
9100/tcp nobody               -        -     none      expected     nothing-listens
9100/tcp nobody               -        -     refused   expected     nothing-listens
9100/tcp nobody               -        -     prints    expected     device-usual
9100/tcp nobody               -        epson prints    expected     device-usual
9100/tcp nobody               -        -     unsaid    look-into-it device-print-port
9100/tcp nobody               -        -     other     look-into-it device-print-port
9100/tcp nobody               -        epson images    look-into-it device-print-port
9100/tcp not-printing         all      -     images    look-into-it device-print-port
9100/tcp nobody               -        epson other     look-into-it device-print-port
9100/tcp not-looked           -        -     none      unknown      not-looked
9100/tcp not-looked           -        -     prints    plausible    device-beside
9100/tcp not-looked           -        -     unsaid    look-into-it device-print-port
9100/tcp not-printing         all      -     none      plausible    print-port-shared
9100/tcp not-printing+        all      -     none      plausible    print-port-shared
9100/tcp not-printing         loopback -     none      plausible    print-port-shared
9100/tcp not-printing         all      -     refused   plausible    print-port-shared
9100/tcp not-printing         all      -     prints    look-into-it print-port-mix-up
9100/tcp not-printing+        all      -     prints    look-into-it print-port-mix-up
9100/tcp not-printing         loopback -     prints    look-into-it print-port-mix-up
9100/tcp not-printing         all      epson prints    look-into-it print-port-mix-up
9100/tcp not-printing         all      -     unsaid    look-into-it device-print-port
9100/tcp printing-other       all      -     none      expected     printing-software
9100/tcp printing-other       all      -     prints    expected     printing-software
9100/tcp epson                all      -     none      plausible    epson-software-elsewhere
9100/tcp owner-hidden         all      -     none      look-into-it hidden-print-port
9100/tcp owner-hidden         all      -     prints    look-into-it hidden-print-port
9100/tcp epson-lookalike      all      -     none      unexpected   lookalike
9100/tcp random-client-socket address  -     none      expected     client-socket
9100/tcp random-client-socket address  -     prints    expected     client-socket
9100/tcp not-printing,owner-hidden all,all - none      look-into-it hidden-print-port
9100/udp nobody               -        -     none      expected     nothing-listens
9100/udp nobody               -        -     prints    plausible    device-other
9100/udp printing-other       all      -     none      plausible    printing-elsewhere
9100/udp not-printing         all      -     none      look-into-it print-port-taken
9100/udp not-printing         loopback -     none      plausible    print-port-shared
631/tcp  nobody               -        -     none      expected     nothing-listens
631/tcp  nobody               -        -     prints    expected     device-usual
631/tcp  nobody               -        epson prints    expected     device-usual
631/tcp  nobody               -        -     unsaid    plausible    device-other
631/tcp  nobody               -        -     images    expected     device-usual
631/tcp  nobody               -        -     other     plausible    device-other
631/tcp  not-looked           -        -     none      unknown      not-looked
631/tcp  not-looked           -        -     prints    plausible    device-beside
631/tcp  printing-other       loopback -     none      expected     printing-software
631/tcp  printing-other       all      -     none      expected     printing-software
631/tcp  printing-other       loopback -     prints    expected     printing-software
631/tcp  epson                loopback -     none      plausible    epson-software-elsewhere
631/tcp  not-printing         all      -     none      plausible    other-owner
631/tcp  not-printing         loopback -     none      plausible    other-owner
631/tcp  not-printing+        all      -     none      expected     owner-fits
631/tcp  not-printing         all      -     prints    plausible    other-owner
631/tcp  not-printing+        all      -     prints    expected     owner-fits
631/tcp  owner-hidden         all      -     none      unknown      owner-hidden
631/tcp  owner-hidden         all      -     prints    plausible    device-beside
631/tcp  owner-hidden         all      -     unsaid    plausible    device-other
631/tcp  unknown              all      -     none      unknown      owner-hidden
631/tcp  printing-other,owner-hidden loopback,all - none plausible  owner-partly-hidden
631/tcp  epson-lookalike      all      -     none      unexpected   lookalike
631/tcp  random-client-socket address  -     none      expected     client-socket
631/tcp  random-client-socket address  -     prints    expected     client-socket
22/tcp   nobody               -        -     none      expected     nothing-listens
22/tcp   nobody               -        -     prints    plausible    device-other
22/tcp   nobody               -        -     unsaid    plausible    device-other
22/tcp   not-looked           -        -     none      unknown      not-looked
22/tcp   not-printing+        all      -     none      expected     owner-fits
22/tcp   not-printing+        loopback -     none      expected     owner-fits
22/tcp   not-printing         all      -     none      plausible    other-owner
22/tcp   not-printing+        all      -     prints    plausible    device-other
22/tcp   owner-hidden         all      -     none      unknown      owner-hidden
22/tcp   owner-hidden         all      -     unsaid    plausible    device-other
22/tcp   not-printing+,owner-hidden all,all - none     plausible    owner-partly-hidden
22/tcp   not-printing+,not-printing all,all - none     plausible    other-owner
22/tcp   printing-other       all      -     none      plausible    printing-elsewhere
22/tcp   epson                all      -     none      plausible    epson-software-elsewhere
22/tcp   epson-lookalike      all      -     none      unexpected   lookalike
515/udp  not-printing         all      -     prints    plausible    other-owner
515/udp  nobody               -        -     prints    plausible    device-other
4711/tcp nobody               -        -     none      expected     nothing-listens
4711/tcp not-printing         all      -     none      plausible    other-owner
4711/tcp owner-hidden         all      -     none      unknown      owner-hidden
4711/tcp random-client-socket address  -     none      expected     client-socket
`;
