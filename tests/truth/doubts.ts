/** Where the index expects what the bytes do not bear out, and what they say instead (`undefined`: nothing). */
export interface Doubt {
  readonly path: string;
  readonly field: string;
  readonly instead: string | undefined;
  readonly because: string;
}

export const doubts: readonly Doubt[] = [
  {
    path: 'snmp/excerpt-epson-XP-432-private.snmprec',
    field: 'model',
    instead: undefined,
    because: 'the control tunnel alone was published, and it names no model',
  },
  {
    path: 'snmp/brother.snmprec',
    field: 'model',
    instead: 'MFC-8440',
    because: 'the recording is put together from two units: its device ID names another than its sysDescr',
  },
  {
    path: 'snmp/cups-AXIS-5600.snmprec',
    field: 'make',
    instead: 'HP',
    because: 'the box answers as an HP card for the attached HP',
  },
  {
    path: 'snmp/cups-AXIS-5600.snmprec',
    field: 'model',
    instead: 'Axis AXIS 5600',
    because: 'the model has the maker in front twice',
  },
  {
    path: 'snmp/cups-AXIS-OfficeBasic.snmprec',
    field: 'make',
    instead: 'EPSON',
    because: 'the box lends its attached printer a voice: what prints here is the Epson',
  },
  {
    path: 'snmp/cups-AXIS-OfficeBasic.snmprec',
    field: 'model',
    instead: 'EPSON Stylus Photo 870',
    because: 'the box lends its attached printer a voice: what prints here is the Epson',
  },
  {
    path: 'snmp/cups-DLink-DP-301P-.snmprec',
    field: 'model',
    instead: 'DP-301P+',
    because: 'the index writes the maker in front without its hyphen',
  },
  {
    path: 'snmp/cups-EPSON-Type-B-Network-Card.snmprec',
    field: 'model',
    instead: 'Stylus Pro 7600',
    because: 'the index names the card, the wire the printer',
  },
  {
    path: 'snmp/cups-EPSON-Wireless-802-11b-Print-Server.snmprec',
    field: 'model',
    instead: undefined,
    because: 'the index names the box by its file; hrDeviceDescr is empty',
  },
  {
    path: 'snmp/cups-Genicom-ML280.snmprec',
    field: 'model',
    instead: 'microLaser 280',
    because: 'the index abbreviates',
  },
  {
    path: 'snmp/cups-HP-JetDirect-EX3plus.snmprec',
    field: 'model',
    instead: undefined,
    because: 'a card without its printer',
  },
  {
    path: 'snmp/cups-Linksys-EPSX3.snmprec',
    field: 'make',
    instead: undefined,
    because: "it only imitates the words of another maker's card",
  },
  {
    path: 'snmp/cups-Linksys-EPSX3.snmprec',
    field: 'model',
    instead: undefined,
    because: "it only imitates the words of another maker's card",
  },
  {
    path: 'snmp/cups-NetGear-PS113.snmprec',
    field: 'make',
    instead: undefined,
    because: '"A SNMP proxy agent." is all it says',
  },
  {
    path: 'snmp/cups-NetGear-PS113.snmprec',
    field: 'model',
    instead: undefined,
    because: '"A SNMP proxy agent." is all it says',
  },
  {
    path: 'snmp/excerpt-epson-AM-C550-counters.snmprec',
    field: 'make',
    instead: undefined,
    because: 'counters alone were published',
  },
  {
    path: 'snmp/excerpt-epson-AM-C550-counters.snmprec',
    field: 'model',
    instead: undefined,
    because: 'counters alone were published',
  },
  {
    path: 'snmp/excerpt-epson-L405.snmprec',
    field: 'model',
    instead: undefined,
    because: 'neither hrDeviceDescr nor a device ID was published',
  },
  {
    path: 'snmp/excerpt-infotec-ISC2432.snmprec',
    field: 'make',
    instead: 'Ricoh',
    because: 'sysObjectID alone was published: the builder, not the brand',
  },
  {
    path: 'snmp/excerpt-infotec-ISC2432.snmprec',
    field: 'model',
    instead: undefined,
    because: 'sysObjectID alone was published',
  },
  {
    path: 'snmp/excerpt-pantum-M7100DW.snmprec',
    field: 'make',
    instead: undefined,
    because: 'nothing published names the maker',
  },
  {
    path: 'snmp/excerpt-pantum-M7100DW.snmprec',
    field: 'model',
    instead: undefined,
    because: 'nothing published names the model',
  },
  {
    path: 'snmp/jetdirect_2.snmprec',
    field: 'model',
    instead: undefined,
    because: 'the index repeats the file name',
  },
  {
    path: 'snmp/kyocera.snmprec',
    field: 'model',
    instead: 'FS-1028MFP',
    because: 'the index repeats sysDescr, which names a family; the private tree names the model',
  },
  {
    path: 'snmp/samsungprinter_c.snmprec',
    field: 'model',
    instead: undefined,
    because: 'a sysDescr cut after its first letter',
  },
  {
    path: 'snmp/samsungprinter_s.snmprec',
    field: 'model',
    instead: undefined,
    because: 'a sysDescr cut after its first letter',
  },
  {
    path: 'snmp/zebra.snmprec',
    field: 'model',
    instead: 'ZTC TLP 2824 Plus',
    because: "the index has the card's product number, the wire the printer's model",
  },
];
