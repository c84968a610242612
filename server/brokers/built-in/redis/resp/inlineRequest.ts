const blanks = new Set([' ', '\n', '\r', '\t', '\v', '\f', '\0']);
const escapes: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: '\b', a: '\x07' };
const hexEscape = /^\\x[0-9a-fA-F]{2}/;

interface Scan {
  readonly text: string;
  at: number;
}

/** Words of an inline command with Redis's quoting ("a\x20b", 'it\'s'); undefined when a quote stays open. */
export function splitInline(line: Buffer): Buffer[] | undefined {
  const scan: Scan = { text: line.toString('latin1'), at: 0 };
  const words: Buffer[] = [];
  for (;;) {
    while (isBlank(scan.text[scan.at])) scan.at += 1;
    if (scan.at >= scan.text.length) return words;
    const word = readWord(scan);
    if (word === undefined) return undefined;
    words.push(Buffer.from(word, 'latin1'));
  }
}

function isBlank(char: string | undefined): boolean {
  return char !== undefined && blanks.has(char);
}

function readWord(scan: Scan): string | undefined {
  let word = '';
  for (;;) {
    const char = scan.text[scan.at];
    if (char === undefined || isBlank(char)) return word;
    if (char !== '"' && char !== "'") {
      word += char;
      scan.at += 1;
      continue;
    }
    const quoted = readQuoted(scan, char);
    if (quoted === undefined) return undefined;
    return word + quoted;
  }
}

/** A closing quote must end the word: `"foo"bar` is refused. */
function readQuoted(scan: Scan, quote: string): string | undefined {
  let out = '';
  scan.at += 1;
  for (;;) {
    const char = scan.text[scan.at];
    if (char === undefined) return undefined;
    if (char === quote) {
      scan.at += 1;
      const after = scan.text[scan.at];
      return after === undefined || isBlank(after) ? out : undefined;
    }
    out += char === '\\' ? readEscape(scan, quote) : char;
    scan.at += 1;
  }
}

/** Leaves `scan` on the last character of the escape. Between single quotes only `\'` is one. */
function readEscape(scan: Scan, quote: string): string {
  const next = scan.text[scan.at + 1];
  if (next === undefined || (quote === "'" && next !== "'")) return '\\';
  if (hexEscape.test(scan.text.slice(scan.at, scan.at + 4))) {
    const byte = Number.parseInt(scan.text.slice(scan.at + 2, scan.at + 4), 16);
    scan.at += 3;
    return String.fromCharCode(byte);
  }
  scan.at += 1;
  return escapes[next] ?? next;
}
