/** Words that name nobody: makers, protocols and what messages of devices speak of. In a dossier they stay as they are. */
export const everybodysWords: ReadonlySet<string> = new Set(
  [
    'seiko epson brother canon hewlett packard kyocera konica minolta lexmark oki ricoh samsung sharp toshiba xerox zebra star',
    'http https xml soap html json utf iso schema schemas xmlns www org com net local urn uuid ipp ipps usb lpr raw tcp udp',
    'enpc ncdp ncdp2 epncdp2 snmp dns mdns ssdp wsd escpr pjl pcl postscript esc pos pdf jpeg pwg urf',
    'get post put head options search notify probe query hello bye request response reply answer event status state info',
    'host user agent content type length encoding charset connection close keep alive accept language server date cache control',
    'name model serial number version firmware device id printer printers scanner projector display port address mac location',
    'ready idle busy printing processing stopped error warning offline online sleep ink toner black cyan magenta yellow paper',
    'true false null none unknown yes not the and for with from this that ok',
    'root localhost admin public private default',
  ]
    .join(' ')
    .split(' '),
);
