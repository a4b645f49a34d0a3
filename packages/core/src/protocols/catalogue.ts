import type { Catalogue } from '../contracts/protocol.ts';
import { dnsSd } from './dns-sd/index.ts';
import { enpc } from './enpc/index.ts';
import { epos } from './epos/index.ts';
import { epsonControl } from './epson-control/index.ts';
import { escl } from './escl/index.ts';
import { escpos } from './escpos/index.ts';
import { escvpnet } from './escvpnet/index.ts';
import { ipp } from './ipp/index.ts';
import { knock } from './knock/index.ts';
import { llmnr } from './llmnr/index.ts';
import { lpd } from './lpd/index.ts';
import { ncdp2 } from './ncdp2/index.ts';
import { neighbours } from './neighbours/index.ts';
import { netbios } from './netbios/index.ts';
import { pjlink } from './pjlink/index.ts';
import { pushScan } from './push-scan/index.ts';
import { raw } from './raw/index.ts';
import { scan } from './scan/index.ts';
import { slp } from './slp/index.ts';
import { snmp } from './snmp/index.ts';
import { ssdp } from './ssdp/index.ts';
import { tls } from './tls/index.ts';
import { web } from './web/index.ts';
import { wsd } from './wsd/index.ts';

/** Every room of the house. Adding a protocol is one folder and one line here. */
export const catalogue: Catalogue = [
  enpc,
  ncdp2,
  dnsSd,
  snmp,
  epsonControl,
  ipp,
  wsd,
  escl,
  epos,
  escpos,
  ssdp,
  slp,
  web,
  tls,
  llmnr,
  netbios,
  neighbours,
  scan,
  pushScan,
  escvpnet,
  pjlink,
  knock,
  raw,
  lpd,
];
