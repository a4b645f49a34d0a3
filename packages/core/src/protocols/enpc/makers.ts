/**
 * MAC prefixes registered to Seiko Epson (IEEE registry as nmap lists it). An Epson prefix in an ENPC reply lets us infer
 * the maker; ENPC alone does not, for other makers' POS printers answer it too.
 */
const prefixes: ReadonlySet<string> = new Set(
  (
    '00:00:48 00:26:ab 38:1a:52 38:9d:92 44:d2:44 50:57:9c 58:05:d9 64:c6:d2 64:eb:8c 68:55:d4 9c:ae:d3 ' +
    'a4:d7:3c a4:ee:57 ac:18:26 b0:e8:92 d4:80:8b dc:83:bf dc:cd:2f e0:bb:9e f8:25:51 f8:d0:27'
  ).split(' '),
);

export function isEpsonMac(mac: string): boolean {
  return prefixes.has(mac.slice(0, 8));
}
