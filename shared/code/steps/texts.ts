import type { Step, StepKind, StepOf } from '../../steps/step.ts';
import { parseExpression, parseTemplate, type ParsedExpression } from '../script/parseExpression.ts';
import { walkNames } from '../script/syntax.ts';

/** A text in which a step mentions names: an expression, or a text with `${expression}` parts. */
export interface StepText {
  text: string;
  isTemplate: boolean;
  /** Only whether it is truthy counts. */
  isCondition?: boolean;
}

const expression = (text: string | undefined): StepText[] => (text === undefined ? [] : [{ text, isTemplate: false }]);
const template = (text: string | undefined): StepText[] => (text === undefined ? [] : [{ text, isTemplate: true }]);

const texts = {
  reply: ({ value }) => expression(value),
  send: ({ data }) => expression(data),
  emit: ({ data }) => expression(data),
  delay: () => [],
  throw: ({ message }) => template(message),
  set: ({ key, value }) => [...template(key), ...expression(value)],
  get: ({ key }) => template(key),
  when: ({ condition }) => [{ text: condition, isTemplate: false, isCondition: true }],
  parallel: () => [],
  attempt: () => [],
  stream: ({ value }) => expression(value),
  log: ({ value }) => expression(value),
} satisfies { [K in StepKind]: (step: StepOf<K>) => StepText[] };

/** The texts of a step itself, without those of steps inside it. */
export function textsOf(step: Step): StepText[] {
  // TypeScript cannot see that what is found under a step's own kind takes that very step.
  return (texts[step.do] as (step: Step) => StepText[])(step);
}

/** The expressions of a text; undefined when they can only be calculated at run time. */
export function parsedText({ text, isTemplate }: StepText): ParsedExpression[] | undefined {
  if (isTemplate) return parseTemplate(text)?.parts;
  const parsed = parseExpression(text);
  return parsed === undefined ? undefined : [parsed];
}

/** The names that a text mentions; of one that nobody could parse every word counts. */
export function namesIn(text: StepText): Set<string> {
  const parsed = parsedText(text);
  if (parsed === undefined) return new Set(text.text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu));
  const names = new Set<string>();
  for (const { expr } of parsed) walkNames(expr, (name) => names.add(name));
  return names;
}

/** Every word of a text, parameters of arrows too: what our own names must keep away from. */
export function wordsIn({ text }: StepText): readonly string[] {
  return text.match(/[\p{ID_Start}$_][\p{ID_Continue}$]*/gu) ?? [];
}
