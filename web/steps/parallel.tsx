import { IconArrowsSplit2 } from '@tabler/icons-react';
import type { Step } from '#shared/steps/step.ts';
import type { StepLook } from './look.ts';

export const parallelLook: StepLook<'parallel'> = {
  label: 'Parallel',
  short: 'several at once',
  explain: 'Do several things at once and wait for all of them.',
  icon: IconArrowsSplit2,
  create: () => ({ do: 'parallel', branches: [[], []] }),
  summary: (step) => `${step.branches.length} branches at once`,
  slots: (step) => {
    const branches = step.branches.map((steps, index) => ({
      label: `branch ${index + 1}`,
      path: `branches.${index}`,
      steps,
      optional: step.branches.length > 1,
      with: (changed: Step[] | undefined) => ({
        ...step,
        branches: step.branches.flatMap((branch, at) => {
          if (at !== index) return [branch];
          return changed === undefined ? [] : [changed];
        }),
      }),
    }));
    const next = {
      label: `branch ${step.branches.length + 1}`,
      path: `branches.${step.branches.length}`,
      steps: undefined,
      optional: true,
      with: (steps: Step[] | undefined) => ({ ...step, branches: [...step.branches, steps ?? []] }),
    };
    return step.branches.length < 20 ? [...branches, next] : branches;
  },
};
