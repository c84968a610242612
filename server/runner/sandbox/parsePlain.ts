/**
 * Recursive descent over the grammar of plain.ts. It never says that a text is wrong: whatever it does not know for sure
 * (operators, calls, escapes, comments, letters beyond ASCII) it leaves to QuickJS by giving back nothing.
 */
import { reservedWords } from './plain.ts';
import type { PathPart, Plain } from './plain.ts';

const maxDepth = 50;

/** The expression as a Plain, or undefined when it is anything more. */
export function parsePlain(source: string): Plain | undefined {
  const reader = new Reader(source);
  const plain = reader.value(0);
  return reader.isAtEnd() ? plain : undefined;
}

class Reader {
  readonly #source: string;
  #at = 0;

  constructor(source: string) {
    this.#source = source;
  }

  isAtEnd(): boolean {
    this.#take(/\s*/y);
    return this.#at === this.#source.length;
  }

  value(depth: number): Plain | undefined {
    const base = depth > maxDepth ? undefined : this.#primary(depth);
    if (base === undefined) return undefined;
    const parts: PathPart[] = [];
    for (;;) {
      const part = this.#part();
      if (part === 'none') return parts.length === 0 ? base : { kind: 'path', base, parts };
      if (part === 'unknown' || !startsAtName(base)) return undefined;
      parts.push(part);
    }
  }

  #primary(depth: number): Plain | undefined {
    if (this.#symbol('(')) {
      const inner = this.value(depth + 1);
      return inner !== undefined && this.#symbol(')') ? parenthesized(inner) : undefined;
    }
    if (this.#symbol('[')) return this.#list(depth);
    if (this.#symbol('{')) return this.#record(depth);
    const number = this.#number();
    if (number !== undefined) return { kind: 'constant', value: number };
    const text = this.#string();
    if (text !== undefined) return { kind: 'constant', value: text };
    const name = this.#identifier();
    return name === undefined ? undefined : nameOrConstant(name);
  }

  #part(): PathPart | 'none' | 'unknown' {
    // `a?.5:b` is a condition.
    const optional = this.#take(/\s*\?\.(?!\d)/y) !== undefined;
    if (this.#symbol('[')) {
      const key = this.#string() ?? this.#index();
      return key !== undefined && this.#symbol(']') ? { key, optional } : 'unknown';
    }
    if (!optional && !this.#symbol('.')) return 'none';
    const key = this.#identifier();
    return key === undefined ? 'unknown' : { key, optional };
  }

  #list(depth: number): Plain | undefined {
    const items: Plain[] = [];
    while (!this.#symbol(']')) {
      const item = this.value(depth + 1);
      if (item === undefined) return undefined;
      items.push(item);
      if (this.#symbol(',')) continue;
      return this.#symbol(']') ? { kind: 'list', items } : undefined;
    }
    return { kind: 'list', items };
  }

  #record(depth: number): Plain | undefined {
    const entries: [string, Plain][] = [];
    while (!this.#symbol('}')) {
      const quoted = this.#string();
      const key = quoted ?? this.#identifier();
      if (key === undefined || key === '__proto__') return undefined;
      const value = this.#symbol(':') ? this.value(depth + 1) : quoted === undefined ? nameOnly(key) : undefined;
      if (value === undefined) return undefined;
      entries.push([key, value]);
      if (this.#symbol(',')) continue;
      return this.#symbol('}') ? { kind: 'record', entries } : undefined;
    }
    return { kind: 'record', entries };
  }

  #number(): number | undefined {
    const digits = this.#take(/\s*-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?(?![\w.$])/y);
    return digits === undefined ? undefined : Number(digits);
  }

  #index(): string | undefined {
    return this.#take(/\s*(?:0|[1-9]\d{0,8})(?![\w.$])/y)?.trim();
  }

  #string(): string | undefined {
    return this.#take(/\s*(?:'[^'\\\r\n]*'|"[^"\\\r\n]*")/y)
      ?.trimStart()
      .slice(1, -1);
  }

  #identifier(): string | undefined {
    return this.#take(/\s*[A-Za-z_$][\w$]*/y)?.trim();
  }

  #symbol(symbol: '(' | ')' | '[' | ']' | '{' | '}' | ',' | ':' | '.'): boolean {
    return this.#take(symbols[symbol]) !== undefined;
  }

  /** The text that matches here, and goes past it. */
  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#source)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }
}

const symbols = {
  '(': /\s*\(/y,
  ')': /\s*\)/y,
  '[': /\s*\[/y,
  ']': /\s*\]/y,
  '{': /\s*\{/y,
  '}': /\s*\}/y,
  ',': /\s*,/y,
  ':': /\s*:/y,
  // `...` spreads, which is more than plain
  '.': /\s*\.(?!\.)/y,
};

/** `(a?.b).c` reads `.c` even when `a` is undefined, so what stood in parentheses must not be joined with what follows. */
function parenthesized(inner: Plain): Plain {
  return inner.kind === 'constant' ? inner : { kind: 'path', base: inner, parts: [] };
}

/** Paths are read by the rules of data that went through JSON, which `[undefined][0]` did not. */
function startsAtName(base: Plain): boolean {
  return base.kind === 'path' ? startsAtName(base.base) : base.kind === 'name';
}

function nameOrConstant(name: string): Plain | undefined {
  switch (name) {
    case 'true':
      return { kind: 'constant', value: true };
    case 'false':
      return { kind: 'constant', value: false };
    case 'null':
      return { kind: 'constant', value: null };
    case 'undefined':
      return { kind: 'constant', value: undefined };
    default:
      return nameOnly(name);
  }
}

function nameOnly(name: string): Plain | undefined {
  return reservedWords.has(name) ? undefined : { kind: 'name', name };
}
