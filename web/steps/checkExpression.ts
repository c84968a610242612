import { expressionSchema, nameSchema, templateSchema, waitMsSchema } from '#shared/steps/texts.ts';
import { validateWith } from '../ui/validateWith.ts';

/** What the format says about the texts of a step; whether an expression is JavaScript is said by editor and runner. */
export const checkExpression = validateWith(expressionSchema);
export const checkName = validateWith(nameSchema);
export const checkTemplate = validateWith(templateSchema);
export const checkKey = validateWith(templateSchema.min(1, 'a key cannot be empty'));

/** As `check`, for a field that may be left empty. */
export const unlessEmpty = (check: (text: string) => string | undefined) => (text: string) =>
  text.trim() === '' ? undefined : check(text);

/** A text that may be left out of the flow: empty is `undefined`. */
export const orNothing = (text: string): string | undefined => (text.trim() === '' ? undefined : text);

export const maxWaitMs = waitMsSchema.maxValue ?? 600_000;
