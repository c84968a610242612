/**
 * Is this text one expression, and nothing more? QuickJS parses it twice and runs neither:
 *
 *   ( source )     allows what an expression may be, but also `1); while (1) {}; (1`
 *   [ source ]     a `)` that closes the first bracket is an error here, as `]` is there
 *
 * Both read the same tokens up to such a bracket, so no text can leave both.
 */
import type { QuickJSContext } from 'quickjs-emscripten';
import { ExpressionError } from './expressionError.ts';
import type { SourcePosition } from './expressionError.ts';
import { limitErrors } from './limitErrors.ts';
import { limits } from './limits.ts';

const expectingParen = "expecting ')'";

/** The file name that QuickJS puts into stacks; our wrappers always add one line above the user's first. */
export const sourceName = 'expression';

/** What can be refused without a parser, and must be, because the parser would not bear it. */
export function checkSize(source: string): ExpressionError | undefined {
  if (source.length > limits.sourceChars) return limitErrors.sourceTooLong();
  if (source.trim() === '') return new ExpressionError('syntax', 'the expression is empty; write a value, like data');
  let depth = 0;
  for (const char of source) {
    // Brackets inside strings count too: a text with a hundred more opened than closed is rare enough.
    if (char === '(' || char === '[' || char === '{') depth += 1;
    else if ((char === ')' || char === ']' || char === '}') && depth > 0) depth -= 1;
    if (depth > limits.sourceDepth) return limitErrors.sourceTooDeep();
  }
  return undefined;
}

/** @returns the first mistake, or nothing. Throws only when the instance itself broke. */
export function checkSyntax(context: QuickJSContext, source: string): ExpressionError | undefined {
  const inParens = parse(context, `(\n${source}\n)`);
  const inBrackets = parse(context, `[\n${source}\n]`);
  const mistake = inParens ?? inBrackets;
  if (mistake === undefined) return undefined;
  const at = mistake.at && clampTo(source, mistake.at);
  if (at?.isEnd === true) return new ExpressionError('syntax', 'SyntaxError: the expression is not finished', at);
  // Our own bracket was expected, not one of the user's: then both readings would expect the same.
  const isSurplus = (inParens?.message ?? expectingParen) === expectingParen && inBrackets?.message !== expectingParen;
  if (isSurplus && at !== undefined) return new ExpressionError('syntax', `SyntaxError: ${surplus(source, at)}`, at);
  return new ExpressionError('syntax', `SyntaxError: ${mistake.message}`, at);
}

interface Mistake {
  message: string;
  at: SourcePosition | undefined;
}

function parse(context: QuickJSContext, code: string): Mistake | undefined {
  const result = context.evalCode(code, sourceName, { strict: true, compileOnly: true });
  if (result.error === undefined) {
    result.value.dispose();
    return undefined;
  }
  // Safe to dump: nothing of the user's has run, so the error is the engine's own.
  const error: unknown = context.dump(result.error);
  result.error.dispose();
  if (typeof error !== 'object' || error === null) throw new Error('the parser ran out of memory');
  const { message, stack } = error as { message?: unknown; stack?: unknown };
  return { message: String(message), at: positionIn(String(stack)) };
}

/** The first position inside the user's text that a QuickJS stack names, in the user's own lines. */
export function positionIn(stack: string): SourcePosition | undefined {
  const [, line, column] = /\bexpression:(\d+):(\d+)/.exec(stack) ?? [];
  return line === undefined || Number(line) < 2 ? undefined : { line: Number(line) - 1, column: Number(column) };
}

/** A mistake found on our own closing bracket, after the user's last line, belongs to the end of the text. */
function clampTo(source: string, at: SourcePosition): SourcePosition & { isEnd: boolean } {
  const lines = source.split('\n');
  if (at.line <= lines.length) return { ...at, isEnd: false };
  return { line: lines.length, column: (lines.at(-1) ?? '').length + 1, isEnd: true };
}

function surplus(source: string, at: SourcePosition): string {
  const rest = source.split('\n')[at.line - 1]?.slice(at.column - 1) ?? '';
  const [word = ''] = /^[\w$]+|^./u.exec(rest) ?? [];
  return `'${word}' is one thing too many; an expression is one value, without statements`;
}
