import { IconCornerDownLeft } from '@tabler/icons-react';
import type { StepFormProps, StepLook } from './look.ts';
import { StepExpression } from './StepExpression.tsx';
import { payloadName } from './wires.ts';

function ReplyForm({ step, place, at, onChange }: StepFormProps<'reply'>) {
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

export const replyLook: StepLook<'reply'> = {
  label: 'Reply',
  short: 'answer and end',
  explain: 'Answer the message and end the handler.',
  icon: IconCornerDownLeft,
  create: (place) => ({ do: 'reply', value: payloadName(place) }),
  summary: (step) => step.value,
  Form: ReplyForm,
};
