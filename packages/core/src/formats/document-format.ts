/**
 * The MIME media type of a document by its first bytes (a kilobyte is plenty). `undefined` where they tell nothing: then
 * nothing is guessed. Signatures: PDF (ISO 32000-1, 7.5.2), PostScript and PJL as their makers document them, PWG Raster
 * (PWG 5102.4, section 4.3), Apple's URF, JPEG (ITU-T T.81, B.1), PNG (ISO 15948, 5.2), TIFF 6.0, ESC/P-R and ESC/P2 by
 * the commands that open them.
 */
export function documentFormatOf(head: Uint8Array): string | undefined {
  const ascii = String.fromCharCode(...head.subarray(0, 1024));
  for (const [sign, format] of SIGNS) if (ascii.startsWith(sign)) return format;
  // a job language around the document says what is inside of it
  if (ascii.startsWith('\x1b%-12345X') || ascii.startsWith('@PJL')) {
    const language = /@PJL\s+ENTER\s+LANGUAGE\s*=\s*"?([A-Z0-9]+)/i.exec(ascii)?.[1]?.toUpperCase();
    return language === undefined ? undefined : LANGUAGES[language];
  }
  if (head.length > 0 && /^[\t\n\f\r\x20-\x7e]*$/.test(ascii)) return 'text/plain';
  return undefined;
}

const SIGNS: readonly (readonly [sign: string, format: string])[] = [
  ['%PDF-', 'application/pdf'],
  ['%!', 'application/postscript'],
  ['\x04%!', 'application/postscript'],
  ['RaS2PwgRaster', 'image/pwg-raster'],
  ['UNIRAST\0', 'image/urf'],
  ['\xff\xd8\xff', 'image/jpeg'],
  ['\x89PNG\r\n\x1a\n', 'image/png'],
  ['II*\0', 'image/tiff'],
  ['MM\0*', 'image/tiff'],
  ['GIF8', 'image/gif'],
  ['\x1bE', 'application/vnd.hp-pcl'],
  [') HP-PCL XL', 'application/vnd.hp-pclxl'],
  ['\x00\x00\x00\x1b\x01@EJL', 'application/vnd.epson.escpr'],
  ['\x1b(R\x06\x00\x00ESCPR', 'application/vnd.epson.escpr'],
];

const LANGUAGES: Readonly<Record<string, string>> = {
  PDF: 'application/pdf',
  POSTSCRIPT: 'application/postscript',
  PCL: 'application/vnd.hp-pcl',
  PCLXL: 'application/vnd.hp-pclxl',
  ESCPR: 'application/vnd.epson.escpr',
};
