// Redis's glob (stringmatchlen in util.c): * ? [a-z] [^x] and \ as escape, on bytes.
// Only the last star is ever tried again, which is enough for globs and keeps `*a*a*a*b` from taking forever.

type Token = 'star' | ((code: number) => boolean);

export function compileGlob(pattern: string): (text: string) => boolean {
  const tokens = tokenize(pattern);
  return (text) => matches(tokens, text);
}

function matches(tokens: readonly Token[], text: string): boolean {
  let token = 0;
  let at = 0;
  let star = -1;
  let starAt = 0;
  while (at < text.length) {
    const current = tokens[token];
    if (current === 'star') {
      star = token;
      starAt = at;
      token += 1;
    } else if (current !== undefined && current(text.charCodeAt(at))) {
      token += 1;
      at += 1;
    } else if (star >= 0) {
      starAt += 1;
      at = starAt;
      token = star + 1;
    } else {
      return false;
    }
  }
  while (tokens[token] === 'star') token += 1;
  return token === tokens.length;
}

function tokenize(pattern: string): Token[] {
  const tokens: Token[] = [];
  let at = 0;
  while (at < pattern.length) {
    const char = pattern[at];
    if (char === '*') {
      if (tokens.at(-1) !== 'star') tokens.push('star');
    } else if (char === '?') {
      tokens.push(() => true);
    } else if (char === '[') {
      const set = readSet(pattern, at + 1);
      tokens.push(set.token);
      at = set.end;
      continue;
    } else {
      if (char === '\\' && at + 1 < pattern.length) at += 1;
      tokens.push(equals(pattern.charCodeAt(at)));
    }
    at += 1;
  }
  return tokens;
}

/** Reads from behind `[` to behind `]`; a set that is never closed reaches to the end of the pattern. */
function readSet(pattern: string, from: number): { token: Token; end: number } {
  const members: ((code: number) => boolean)[] = [];
  let at = from;
  const negated = pattern[at] === '^';
  if (negated) at += 1;
  while (at < pattern.length && pattern[at] !== ']') {
    if (pattern[at] === '\\' && at + 1 < pattern.length) {
      members.push(equals(pattern.charCodeAt(at + 1)));
      at += 2;
    } else if (pattern[at + 1] === '-' && at + 2 < pattern.length) {
      members.push(between(pattern.charCodeAt(at), pattern.charCodeAt(at + 2)));
      at += 3;
    } else {
      members.push(equals(pattern.charCodeAt(at)));
      at += 1;
    }
  }
  return { token: (code) => members.some((member) => member(code)) !== negated, end: at + 1 };
}

function equals(wanted: number): (code: number) => boolean {
  return (code) => code === wanted;
}

function between(one: number, other: number): (code: number) => boolean {
  const low = Math.min(one, other);
  const high = Math.max(one, other);
  return (code) => code >= low && code <= high;
}
