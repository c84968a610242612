import type { Json } from '#shared/json.ts';

/**
 * Reads a JavaScript literal as people write one in a pattern or a payload: JSON, and also `{ cmd: 'sum' }`, single quotes,
 * trailing commas. Nothing is evaluated.
 */
export type LiteralResult = { ok: true; value: Json } | { ok: false; message: string; at: number };

class LiteralError extends Error {
  readonly at: number;

  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

const maxDepth = 40;
const numberText = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const wordText = /[A-Za-z_$][\w$]*/y;
const words: Readonly<Record<string, Json>> = { true: true, false: false, null: null };
const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', b: '\b', f: '\f' };

export function parseLiteral(text: string): LiteralResult {
  const reader = new LiteralReader(text);
  try {
    const value = reader.value(0);
    reader.end();
    return { ok: true, value };
  } catch (error) {
    if (error instanceof LiteralError) return { ok: false, message: error.message, at: error.at };
    throw error;
  }
}

class LiteralReader {
  private readonly text: string;
  private at = 0;

  constructor(text: string) {
    this.text = text;
  }

  value(depth: number): Json {
    this.skipSpace();
    if (depth > maxDepth) throw this.wrong('this is nested too deeply');
    const next = this.text[this.at];
    if (next === '{') return this.object(depth);
    if (next === '[') return this.list(depth);
    if (next === "'" || next === '"') return this.quoted(next);
    const number = this.match(numberText);
    if (number !== undefined) return Number(number);
    const start = this.at;
    const word = this.match(wordText);
    if (word !== undefined && Object.hasOwn(words, word)) return words[word] ?? null;
    this.at = start;
    if (word !== undefined) throw this.wrong(`put quotes around the text: '${word}'`);
    throw this.wrong(next === undefined ? 'a value is missing here' : `"${next}" does not begin a value`);
  }

  end(): void {
    this.skipSpace();
    if (this.at < this.text.length)
      throw this.wrong(`there is "${this.text.slice(this.at, this.at + 10)}" after the end`);
  }

  private object(depth: number): Json {
    const entries: [string, Json][] = [];
    this.items('}', () => {
      const key = this.key();
      this.skipSpace();
      if (this.text[this.at] !== ':') throw this.wrong(`a ":" is missing after ${key}`);
      this.at += 1;
      entries.push([key, this.value(depth + 1)]);
    });
    return Object.fromEntries(entries);
  }

  private list(depth: number): Json {
    const values: Json[] = [];
    this.items(']', () => values.push(this.value(depth + 1)));
    return values;
  }

  private items(close: string, item: () => void): void {
    this.at += 1;
    for (this.skipSpace(); this.text[this.at] !== close; this.skipSpace()) {
      if (this.at >= this.text.length) throw this.wrong(`a "${close}" is missing at the end`);
      item();
      this.skipSpace();
      if (this.text[this.at] === ',') this.at += 1;
      else if (this.text[this.at] !== close) {
        const missing =
          this.at >= this.text.length ? `a "${close}" is missing at the end` : `a "," or "${close}" is missing here`;
        throw this.wrong(missing);
      }
    }
    this.at += 1;
  }

  private key(): string {
    const next = this.text[this.at];
    const key = next === "'" || next === '"' ? this.quoted(next) : (this.match(wordText) ?? this.match(numberText));
    if (key === undefined) throw this.wrong('the name of a field is missing here');
    if (key === '__proto__') throw this.wrong('"__proto__" cannot be used as a name');
    return key;
  }

  private quoted(quote: string): string {
    const start = this.at;
    let result = '';
    for (this.at += 1; this.text[this.at] !== quote; this.at += 1) {
      const char = this.text[this.at];
      if (char === undefined || char === '\n') {
        this.at = start;
        throw this.wrong(`this text lacks its closing ${quote}`);
      }
      result += char === '\\' ? this.escaped() : char;
    }
    this.at += 1;
    return result;
  }

  private escaped(): string {
    this.at += 1;
    const char = this.text[this.at] ?? '';
    if (char !== 'u') return escapes[char] ?? char;
    const hex = this.text.slice(this.at + 1, this.at + 5);
    if (!/^[0-9a-fA-F]{4}$/.test(hex)) throw this.wrong('\\u needs four hex digits');
    this.at += 4;
    return String.fromCharCode(Number.parseInt(hex, 16));
  }

  private match(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found !== undefined) this.at += found.length;
    return found;
  }

  private skipSpace(): void {
    while (/\s/.test(this.text[this.at] ?? '')) this.at += 1;
  }

  private wrong(message: string): LiteralError {
    return new LiteralError(message, this.at);
  }
}

/** Why it cannot be read, for the field it stands in. */
export function literalMistake(text: string): string | undefined {
  const parsed = parseLiteral(text);
  return parsed.ok ? undefined : `At character ${parsed.at + 1}: ${parsed.message}. Write JSON, or { id: 'u1' }.`;
}
