import { z } from 'zod';
import { delaySchema } from './delay.ts';
import { emitSchema } from './emit.ts';
import { expressionSchema } from './texts.ts';
import { getSchema } from './get.ts';
import { logSchema } from './log.ts';
import { replySchema } from './reply.ts';
import { sendSchema } from './send.ts';
import { setSchema } from './set.ts';
import { streamSchema } from './stream.ts';
import { throwSchema } from './throw.ts';

/** `when`, `parallel` and `attempt` hold steps themselves, so they and the union stand together. */

/** Runs `then` when the condition is truthy, else `else`. */
const whenSchema = z.strictObject({
  do: z.literal('when'),
  condition: expressionSchema,
  get then() {
    return stepsSchema;
  },
  get else() {
    return stepsSchema.optional();
  },
});

/** Runs all branches at once and waits for all; the first error is thrown after every branch has ended. */
const parallelSchema = z.strictObject({
  do: z.literal('parallel'),
  get branches() {
    return z.array(stepsSchema).max(20);
  },
});

/** try, catch, finally: `error` is in scope inside `catch`. Without `catch` the error goes on after `finally`. */
const attemptSchema = z.strictObject({
  do: z.literal('attempt'),
  get steps() {
    return stepsSchema;
  },
  get catch() {
    return stepsSchema.optional();
  },
  get finally() {
    return stepsSchema.optional();
  },
});

export interface WhenStep {
  do: 'when';
  condition: string;
  then: Step[];
  else?: Step[] | undefined;
}
export interface ParallelStep {
  do: 'parallel';
  branches: Step[][];
}
export interface AttemptStep {
  do: 'attempt';
  steps: Step[];
  catch?: Step[] | undefined;
  finally?: Step[] | undefined;
}

/** Every kind of step that holds no other steps; the closed list. */
const plainSchemas = {
  reply: replySchema,
  send: sendSchema,
  emit: emitSchema,
  delay: delaySchema,
  throw: throwSchema,
  set: setSchema,
  get: getSchema,
  stream: streamSchema,
  log: logSchema,
} as const;

type PlainStep = { [K in keyof typeof plainSchemas]: z.infer<(typeof plainSchemas)[K]> }[keyof typeof plainSchemas];

/** One thing a handler does. */
export type Step = PlainStep | WhenStep | ParallelStep | AttemptStep;
export type StepKind = Step['do'];
export type StepOf<K extends StepKind> = Extract<Step, { do: K }>;

export const stepSchema: z.ZodType<Step> = z.discriminatedUnion('do', [
  replySchema,
  sendSchema,
  emitSchema,
  delaySchema,
  throwSchema,
  setSchema,
  getSchema,
  streamSchema,
  logSchema,
  whenSchema,
  parallelSchema,
  attemptSchema,
]);

export const stepsSchema: z.ZodType<Step[]> = z.array(stepSchema).max(200);

export const stepKinds = [
  'reply',
  'send',
  'emit',
  'delay',
  'throw',
  'set',
  'get',
  'when',
  'parallel',
  'attempt',
  'stream',
  'log',
] as const satisfies readonly StepKind[];

/** A `send` to which nobody subscribes: nothing leaves. */
export const isCold = (step: Step): boolean => step.do === 'send' && step.subscribe === false;

/** The lists of steps inside a step, each with the path segments that lead to it. */
export function innerSteps(step: Step): { path: (string | number)[]; steps: Step[] }[] {
  switch (step.do) {
    case 'when':
      return [
        { path: ['then'], steps: step.then },
        ...(step.else === undefined ? [] : [{ path: ['else'], steps: step.else }]),
      ];
    case 'parallel':
      return step.branches.map((steps, index) => ({ path: ['branches', index], steps }));
    case 'attempt':
      return [
        { path: ['steps'], steps: step.steps },
        ...(step.catch === undefined ? [] : [{ path: ['catch'], steps: step.catch }]),
        ...(step.finally === undefined ? [] : [{ path: ['finally'], steps: step.finally }]),
      ];
    case 'reply':
    case 'send':
    case 'emit':
    case 'delay':
    case 'throw':
    case 'set':
    case 'get':
    case 'stream':
    case 'log':
      return [];
  }
}

/** Every step of a handler, inner ones too, with its dotted path below `path`. */
export function walkSteps(steps: readonly Step[], path: string, visit: (step: Step, path: string) => void): void {
  steps.forEach((step, index) => {
    const at = `${path}.${index}`;
    visit(step, at);
    for (const inner of innerSteps(step)) walkSteps(inner.steps, `${at}.${inner.path.join('.')}`, visit);
  });
}
