import { ExpressionError } from './expressionError.ts';
import { limits } from './limits.ts';

const count = (value: number): string => value.toLocaleString('en-US');

/** One sentence per limit: what happened, and what to do. */
export const limitErrors = {
  sourceTooLong: () =>
    new ExpressionError(
      'syntax',
      `the expression is longer than ${count(limits.sourceChars)} characters; split it over several steps`,
    ),
  sourceTooDeep: () =>
    new ExpressionError(
      'syntax',
      `more than ${limits.sourceDepth} brackets are open at once; split the expression over several steps`,
    ),
  deadline: () =>
    new ExpressionError(
      'deadline',
      `the expression took longer than ${limits.deadlineMs} ms and was stopped; make it simpler or give it less data`,
    ),
  memory: () =>
    new ExpressionError(
      'memory',
      `the expression needed more than ${limits.memoryMiB} MB of memory and was stopped; build smaller values`,
    ),
  stack: () =>
    new ExpressionError('runtime', 'InternalError: stack overflow; the calls or the data are nested too deeply'),
  inputTooLong: (chars: number) =>
    new ExpressionError(
      'size',
      `the expression reads ${count(chars)} characters of data, more than ${count(limits.inputChars)}; send less`,
    ),
  inputTooDeep: () => new ExpressionError('size', 'the expression reads data that is nested too deeply; flatten it'),
  resultTooLong: (chars: number) =>
    new ExpressionError(
      'size',
      `the result is ${count(chars)} characters of JSON, more than ${count(limits.resultChars)}; return only what is needed`,
    ),
  resultTooDeep: () =>
    new ExpressionError('size', `the result is nested more than ${limits.resultDepth} levels deep; flatten it`),
  closed: () => new ExpressionError('runtime', 'the service of this expression was stopped; send the message again'),
};
