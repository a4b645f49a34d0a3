/** Character references (WHATWG HTML, section 13.5): all numbers, and the names that pages of devices use. Others stay as written. */
export function decodeEntities(text: string): string {
  if (!text.includes('&')) return text;
  return text.replace(/&(#x[0-9a-f]{1,6}|#\d{1,7}|[a-z]{2,6}[0-9]?);?/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return names[name] ?? whole;
    const code = /^#x/i.test(name) ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1));
    return code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? '\ufffd' : String.fromCodePoint(code);
  });
}

const plain = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: '\u00a0', shy: '\u00ad', copy: '©', reg: '®' };
const signs = { deg: '°', middot: '·', laquo: '«', raquo: '»', ndash: '–', mdash: '—', hellip: '…', trade: '™' };
const capitals = { Auml: 'Ä', Ouml: 'Ö', Uuml: 'Ü', Aring: 'Å', AElig: 'Æ', Oslash: 'Ø', Eacute: 'É', Ntilde: 'Ñ' };
const graves = { agrave: 'à', egrave: 'è', igrave: 'ì', ograve: 'ò', ugrave: 'ù', ccedil: 'ç', ntilde: 'ñ' };
const acutes = { aacute: 'á', eacute: 'é', iacute: 'í', oacute: 'ó', uacute: 'ú', atilde: 'ã', otilde: 'õ' };
const hats = { acirc: 'â', ecirc: 'ê', icirc: 'î', ocirc: 'ô', ucirc: 'û', szlig: 'ß', aring: 'å', aelig: 'æ' };
const dots = { auml: 'ä', euml: 'ë', iuml: 'ï', ouml: 'ö', uuml: 'ü', oslash: 'ø' };
const names: Readonly<Record<string, string>> = Object.assign(
  Object.create(null) as Record<string, string>,
  ...[plain, signs, capitals, graves, acutes, hats, dots],
);
