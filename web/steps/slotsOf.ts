import type { Step, StepKind } from '#shared/steps/step.ts';
import { stepLooks } from './index.ts';
import type { StepLook, StepSlot } from './look.ts';

export function lookOf(kind: StepKind): StepLook<StepKind> {
  // Look and step are found by one and the same kind, which the type of a record cannot say.
  return stepLooks[kind] as unknown as StepLook<StepKind>;
}

/** The lists of steps inside a step, those that could be added too. */
export const slotsOf = (step: Step): StepSlot[] => lookOf(step.do).slots?.(step) ?? [];
