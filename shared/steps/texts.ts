import { z } from 'zod';

/** A JavaScript expression, run in the sandbox; checked for syntax by the runner, which alone has the engine. */
export const expressionSchema = z.string().min(1, 'an expression cannot be empty').max(10_000);

/** A text in which `${expression}` parts are filled in, as in a template literal. */
export const templateSchema = z.string().max(10_000);

const reserved = new Set(
  'break case catch class const continue debugger default delete do else enum export extends false finally for function if implements import in instanceof interface let new null package private protected public return static super switch this throw true try typeof var void while with yield await async arguments eval undefined NaN Infinity data body params query headers state id meta error index random'.split(
    ' ',
  ),
);

/** What can name a value in an expression. */
export const scopeNamePattern = /^[A-Za-z_$][A-Za-z0-9_$]{0,39}$/;

/** A name that a step gives to its result; later expressions use it as a variable. */
export const nameSchema = z
  .string()
  .regex(scopeNamePattern, 'a name is a JavaScript identifier of at most 40 characters')
  .refine((name) => !reserved.has(name), 'this name already means something here; choose another');

/** Milliseconds a step may wait: at most ten minutes. */
export const waitMsSchema = z.number().min(0).max(600_000);
