import { IconNotes } from '@tabler/icons-react';
import type { StepFormProps, StepLook } from './look.ts';
import { StepExpression } from './StepExpression.tsx';
import { payloadName } from './wires.ts';

function LogForm({ step, place, at, onChange }: StepFormProps<'log'>) {
  return (
    <StepExpression
      label="value"
      value={step.value}
      names={place.names}
      at={`${at}.value`}
      onCommit={(value) => onChange({ ...step, value })}
    />
  );
}

export const logLook: StepLook<'log'> = {
  label: 'Log',
  short: 'write to the trace',
  explain: 'Write a value into the trace.',
  icon: IconNotes,
  create: (place) => ({ do: 'log', value: payloadName(place) }),
  summary: (step) => step.value,
  Form: LogForm,
};
