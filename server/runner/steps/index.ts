import type { Step, StepKind } from '#shared/steps/step.ts';
import { makeAttempt } from './attempt.ts';
import { makeDelay } from './delay.ts';
import { makeEmit } from './emit.ts';
import { makeGet } from './get.ts';
import { makeLog } from './log.ts';
import { makeParallel } from './parallel.ts';
import { makeReply } from './reply.ts';
import { makeSend } from './send.ts';
import { makeSet } from './set.ts';
import { makeStream } from './stream.ts';
import { makeThrow } from './throw.ts';
import { makeWhen } from './when.ts';
import type { MakeStep, RunStep, StepContext } from './stepRun.ts';

/** What each kind of step does: the closed list. */
const makers = {
  reply: makeReply,
  send: makeSend,
  emit: makeEmit,
  delay: makeDelay,
  throw: makeThrow,
  set: makeSet,
  get: makeGet,
  when: makeWhen,
  parallel: makeParallel,
  attempt: makeAttempt,
  stream: makeStream,
  log: makeLog,
} satisfies { [K in StepKind]: MakeStep<K> };

/** Makes a step ready to run. */
export function makeStep(step: Step, context: StepContext): RunStep {
  // TypeScript cannot see that the maker found under a step's own kind takes that very step.
  const make = makers[step.do] as MakeStep<StepKind>;
  return make(step, context);
}
