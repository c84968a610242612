/** Not an expression, or one that the generator does not know how to write: both are calculated at run time. */
export class NotKnown extends Error {}

export interface Token {
  type: 'name' | 'number' | 'string' | 'sign' | 'end';
  text: string;
  /** Where it begins and where the next one may begin. */
  from: number;
  to: number;
  /** A line ended before it. */
  isOnNewLine: boolean;
}

const space = /[\s\uFEFF]/u;
const lineEnd = /[\n\r\u2028\u2029]/u;
const nameStart = /[\p{ID_Start}$_]/u;
const name = /[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/uy;
const number = /(?:0[xX][\da-fA-F]+|0[oO][0-7]+|0[bB][01]+|(?:(?:0|[1-9]\d*)(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?)/y;
const signs = (
  '>>>= ... === !== **= <<= >>= >>> &&= ||= ??= => == != <= >= && || ?? ?. ++ -- += -= *= /= %= &= |= ^= << >> ** ' +
  '{ } ( ) [ ] ; , < > + - * / % & | ^ ! ~ ? : = .'
).split(' ');

/** Escapes that mean the same in every string of strict code. */
const escapes = /\\(?:[^0-9xu]|0(?!\d)|x[\da-fA-F]{2}|u[\da-fA-F]{4}|u\{0{0,8}(?:10|[\da-fA-F])?[\da-fA-F]{1,4}\})/suy;

/** Reads a source token by token. Regular expressions and templates are asked for, as only the parser knows where they begin. */
export class Scanner {
  readonly source: string;
  at = 0;
  hasComment = false;

  constructor(source: string) {
    this.source = source;
  }

  peek(): Token {
    const before = this.at;
    const token = this.next();
    this.at = before;
    return token;
  }

  next(): Token {
    const isOnNewLine = this.#skipSpace();
    const from = this.at;
    const token = (type: Token['type'], to: number): Token => {
      this.at = to;
      return { type, text: this.source.slice(from, to), from, to, isOnNewLine };
    };
    const first = this.source.charAt(from);
    if (first === '') return token('end', from);
    if (first === "'" || first === '"') return token('string', this.#endOfString(first));
    const numberEnd = this.#match(number);
    if (numberEnd !== undefined) {
      if (/[\p{ID_Start}$_\d\\]/u.test(this.#char(numberEnd))) throw new NotKnown('a number runs into something else');
      return token('number', numberEnd);
    }
    if (nameStart.test(this.#char(from))) {
      const end = this.#match(name) ?? from;
      if (this.source.charAt(end) === '\\') throw new NotKnown('an escape in a name');
      return token('name', end);
    }
    if (first === '`') return token('sign', from + 1);
    const sign = signs.find((text) => this.source.startsWith(text, from));
    if (sign === undefined) throw new NotKnown(`"${first}"`);
    // `a?.5:1` is a choice.
    if (sign === '?.' && /\d/.test(this.source.charAt(from + 2))) return token('sign', from + 1);
    return token('sign', from + sign.length);
  }

  /** After the ` or } that opens a piece: to the ${ or ` that ends it. */
  templatePiece(): 'part' | 'end' {
    while (this.at < this.source.length) {
      if (this.source.startsWith('${', this.at)) {
        this.at += 2;
        return 'part';
      }
      const char = this.source.charAt(this.at);
      this.at = char === '\\' ? this.#endOfEscape() : this.at + 1;
      if (char === '`') return 'end';
    }
    throw new NotKnown('a template that does not end');
  }

  /** The token / was the first of a regular expression, which is read to its end. */
  regex(from: number): void {
    let isInClass = false;
    let at = from + 1;
    for (; ; at += 1) {
      const char = this.source.charAt(at);
      if (char === '' || lineEnd.test(char)) throw new NotKnown('a regular expression that does not end');
      if (char === '\\') at += 1;
      else if (char === '[') isInClass = true;
      else if (char === ']') isInClass = false;
      else if (char === '/' && !isInClass) break;
    }
    const flags = /^[\p{ID_Continue}$]*/u.exec(this.source.slice(at + 1))?.[0] ?? '';
    try {
      void new RegExp(this.source.slice(from + 1, at), flags);
    } catch {
      throw new NotKnown('a regular expression that is none');
    }
    if (flags.includes('v')) throw new NotKnown('a flag of newer JavaScript');
    this.at = at + 1 + flags.length;
  }

  /** Whether a line ended. */
  #skipSpace(): boolean {
    const before = this.at;
    for (;;) {
      if (this.source.startsWith('//', this.at)) {
        this.hasComment = true;
        while (this.at < this.source.length && !lineEnd.test(this.source.charAt(this.at))) this.at += 1;
      } else if (this.source.startsWith('/*', this.at)) {
        this.hasComment = true;
        const end = this.source.indexOf('*/', this.at + 2);
        if (end === -1) throw new NotKnown('a comment that does not end');
        this.at = end + 2;
      } else if (this.at < this.source.length && space.test(this.source.charAt(this.at))) this.at += 1;
      else return lineEnd.test(this.source.slice(before, this.at));
    }
  }

  #endOfString(quote: string): number {
    this.at += 1;
    while (this.at < this.source.length) {
      const char = this.source.charAt(this.at);
      if (char === quote) return this.at + 1;
      if (char === '\n' || char === '\r') break;
      this.at = char === '\\' ? this.#endOfEscape() : this.at + 1;
    }
    throw new NotKnown('a text that does not end');
  }

  #endOfEscape(): number {
    const end = this.#match(escapes);
    if (end === undefined) throw new NotKnown('an escape that is none');
    return this.source.startsWith('\r\n', end - 1) ? end + 1 : end;
  }

  #match(pattern: RegExp): number | undefined {
    pattern.lastIndex = this.at;
    return pattern.test(this.source) ? pattern.lastIndex : undefined;
  }

  /** One character, also where it takes two units. */
  #char(at: number): string {
    return String.fromCodePoint(this.source.codePointAt(at) ?? 32);
  }
}
