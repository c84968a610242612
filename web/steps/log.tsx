import { IconNotes } from '@tabler/icons-react';
import { useProblemAt } from '../problems/useProblems.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import { checkExpression } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { payloadName } from './wires.ts';

function LogForm({ step, place, at, onChange }: StepFormProps<'log'>) {
  return (
    <ExpressionField
      label="value"
      value={step.value}
      names={place.names}
      validate={checkExpression}
      problem={useProblemAt(`${at}.value`)}
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
