import { ExpressionError } from './expressionError.ts';
import { limitErrors } from './limitErrors.ts';
import { limits } from './limits.ts';
import { answers } from './prelude.ts';
import { positionIn } from './syntax.ts';

/**
 * What the prelude answered, as a value or as an ExpressionError.
 * @param bloated the instance's memory grew in this call; tells `throw null` from an engine without memory for an error
 */
export function readAnswer(answer: string, bloated: boolean): unknown {
  const rest = answer.slice(1);
  switch (answer.charAt(0)) {
    case answers.value:
      return parseResult(rest);
    case answers.nothing:
      return undefined;
    case answers.notData:
      throw new ExpressionError(
        'runtime',
        `the result is a ${rest}, which cannot be sent; call it, or give plain data`,
      );
    case answers.tooLong:
      throw limitErrors.resultTooLong(Number(rest));
    default:
      throw readThrown(rest, bloated);
  }
}

/** The result's JSON as a value; both ways to a result (QuickJS and the fast path) come through here. */
export function parseResult(json: string): unknown {
  if (json.length > limits.resultChars) throw limitErrors.resultTooLong(json.length);
  if (json.length > 2 * limits.resultDepth && depthOf(json) > limits.resultDepth) throw limitErrors.resultTooDeep();
  return JSON.parse(json);
}

function depthOf(json: string): number {
  let depth = 0;
  let deepest = 0;
  // Strings are skipped whole, so that brackets in them do not count.
  for (const [token] of json.matchAll(/"(?:[^"\\]|\\.)*"|[[\]{}]/g)) {
    if (token === '[' || token === '{') deepest = Math.max(deepest, (depth += 1));
    else if (token === ']' || token === '}') depth -= 1;
  }
  return deepest;
}

function readThrown(json: string, bloated: boolean): ExpressionError {
  const [name = '', message = '', stack = ''] = JSON.parse(json) as string[];
  if (name === 'InternalError' && message === 'out of memory') return limitErrors.memory();
  if (name === '' && message === 'null' && bloated) return limitErrors.memory();
  if (name === 'InternalError' && message === 'stack overflow') return limitErrors.stack();
  const text = name === '' ? `Uncaught ${message}` : message === '' ? name : `${name}: ${message}`;
  return new ExpressionError('runtime', text, positionIn(stack));
}
