import { rewriteSteps } from './rewriteSteps.ts';
import type { Step } from './step.ts';

/** The same steps, asking other wires: `ids` maps old wire ids to new ones; wires that are not in it stay. */
export const renameWires = (steps: readonly Step[], ids: ReadonlyMap<string, string>): Step[] =>
  rewriteSteps(steps, (step) =>
    step.do === 'send' || step.do === 'emit' ? [{ ...step, wire: ids.get(step.wire) ?? step.wire }] : [step],
  );
