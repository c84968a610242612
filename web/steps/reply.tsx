import { IconCornerDownLeft } from '@tabler/icons-react';
import { useProblemAt } from '../problems/useProblems.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import { checkExpression } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { payloadName } from './wires.ts';

function ReplyForm({ step, place, at, onChange }: StepFormProps<'reply'>) {
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

export const replyLook: StepLook<'reply'> = {
  label: 'Reply',
  short: 'answer and end',
  explain: 'Answer the message and end the handler.',
  icon: IconCornerDownLeft,
  create: (place) => ({ do: 'reply', value: payloadName(place) }),
  summary: (step) => step.value,
  Form: ReplyForm,
};
