import { IconGitBranch } from '@tabler/icons-react';
import type { StepFormProps, StepLook } from './look.ts';
import { StepExpression } from './StepExpression.tsx';
import { payloadName } from './wires.ts';

function WhenForm({ step, place, at, onChange }: StepFormProps<'when'>) {
  return (
    <StepExpression
      label="condition"
      value={step.condition}
      names={place.names}
      at={`${at}.condition`}
      onCommit={(condition) => onChange({ ...step, condition })}
    />
  );
}

export const whenLook: StepLook<'when'> = {
  label: 'When',
  short: 'if, else',
  explain: 'Do one thing or another, as a condition says.',
  icon: IconGitBranch,
  create: (place) => ({ do: 'when', condition: `${payloadName(place)}.ok`, then: [] }),
  summary: (step) => step.condition,
  Form: WhenForm,
  slots: (step) => [
    {
      label: 'then',
      path: 'then',
      steps: step.then,
      optional: false,
      with: (steps) => ({ ...step, then: steps ?? [] }),
    },
    { label: 'else', path: 'else', steps: step.else, optional: true, with: (steps) => ({ ...step, else: steps }) },
  ],
};
