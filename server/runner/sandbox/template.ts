/**
 * Texts with `${…}` in them. Outside of the braces every character stands for itself, also ` and \, unlike in a template
 * literal. Where a part ends is not guessed: it is the first `}` up to which the text is an expression, so that braces in
 * objects, strings, regular expressions and inner templates are what they are in JavaScript.
 */
import { ExpressionError } from './expressionError.ts';
import { parsePlain } from './parsePlain.ts';
import type { Plain } from './plain.ts';
import { checkSize } from './syntax.ts';
import { findMistake } from './syntaxChecker.ts';

export interface Template {
  /** a template literal with the same value */
  source: string;
  /** when no part needs QuickJS */
  plain: Plain | undefined;
}

/** @throws ExpressionError `syntax`, with its place in the whole text */
export function parseTemplate(text: string): Template {
  const pieces: (string | Plain)[] = [];
  let source = '';
  let isPlain = true;
  let at = 0;
  for (let open = text.indexOf('${'); open !== -1; open = text.indexOf('${', at)) {
    const close = endOfPart(text, open);
    const part = text.slice(open + 2, close);
    const plain = parsePlain(part);
    if (plain === undefined) isPlain = false;
    else pieces.push(text.slice(at, open), plain);
    source += `${escape(text.slice(at, open))}\${\n${part}\n}`;
    at = close + 1;
  }
  pieces.push(text.slice(at));
  source = `\`${source}${escape(text.slice(at))}\``;
  return { source, plain: isPlain ? { kind: 'text', pieces } : undefined };
}

function endOfPart(text: string, open: number): number {
  let firstMistake: ExpressionError | undefined;
  for (let close = text.indexOf('}', open); close !== -1; close = text.indexOf('}', close + 1)) {
    const part = text.slice(open + 2, close);
    const mistake = parsePlain(part) === undefined ? findMistake(part) : undefined;
    if (mistake === undefined && !endsInComment(part)) return close;
    if (mistake === undefined) continue;
    firstMistake ??= mistake;
    // Too long or too deep does not get better with more text.
    if (checkSize(part) !== undefined && part.trim() !== '') break;
  }
  const place = placeOf(text, open + 2);
  if (firstMistake === undefined)
    throw new ExpressionError('syntax', 'SyntaxError: a ${ is not closed; add } after the expression', place);
  const { line = 1, column = 1, message } = firstMistake;
  throw new ExpressionError('syntax', message, {
    line: place.line + line - 1,
    column: line === 1 ? place.column + column - 1 : column,
  });
}

/** `a // }` is not over at that brace. */
function endsInComment(part: string): boolean {
  return part.includes('//') && findMistake(`(${part})`) !== undefined;
}

function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1 };
}

/** As text inside a template literal; `\r` too, which a literal would turn into `\n`. */
const escape = (text: string): string => text.replace(/[`\\$]/g, '\\$&').replace(/\r/g, '\\r');
