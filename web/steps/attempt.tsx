import { IconLifebuoy } from '@tabler/icons-react';
import type { StepLook } from './look.ts';
import { errorName, namesOfSteps } from './names.ts';

export const attemptLook: StepLook<'attempt'> = {
  label: 'Attempt',
  short: 'try, catch, finally',
  explain: 'Try; when it fails, make good (compensation). “error” says what failed.',
  icon: IconLifebuoy,
  create: () => ({ do: 'attempt', steps: [], catch: [] }),
  summary: (step) => `try${step.catch === undefined ? '' : ', catch'}${step.finally === undefined ? '' : ', finally'}`,
  slots: (step) => [
    {
      label: 'try',
      path: 'steps',
      steps: step.steps,
      optional: false,
      with: (steps) => ({ ...step, steps: steps ?? [] }),
    },
    {
      label: 'catch',
      path: 'catch',
      steps: step.catch,
      optional: true,
      adds: [...namesOfSteps(step.steps), errorName],
      with: (steps) => ({ ...step, catch: steps }),
    },
    {
      label: 'finally',
      path: 'finally',
      steps: step.finally,
      optional: true,
      adds: [...namesOfSteps(step.steps), ...namesOfSteps(step.catch ?? [])],
      with: (steps) => ({ ...step, finally: steps }),
    },
  ],
};
