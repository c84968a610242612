import type { Step } from './step.ts';

/**
 * The same steps, inner ones too, each `send` and `emit` and every other step without inner steps replaced by what `rewrite`
 * makes of it: one step, several, or none.
 */
export function rewriteSteps(steps: readonly Step[], rewrite: (step: Step) => readonly Step[]): Step[] {
  return steps.flatMap((step): readonly Step[] => {
    switch (step.do) {
      case 'when':
        return [
          {
            ...step,
            then: rewriteSteps(step.then, rewrite),
            ...(step.else === undefined ? {} : { else: rewriteSteps(step.else, rewrite) }),
          },
        ];
      case 'parallel':
        return [{ ...step, branches: step.branches.map((branch) => rewriteSteps(branch, rewrite)) }];
      case 'attempt':
        return [
          {
            ...step,
            steps: rewriteSteps(step.steps, rewrite),
            ...(step.catch === undefined ? {} : { catch: rewriteSteps(step.catch, rewrite) }),
            ...(step.finally === undefined ? {} : { finally: rewriteSteps(step.finally, rewrite) }),
          },
        ];
      case 'send':
      case 'emit':
      case 'reply':
      case 'delay':
      case 'throw':
      case 'set':
      case 'get':
      case 'stream':
      case 'log':
        return rewrite(step);
    }
  });
}
