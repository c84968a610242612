import { IconArrowsExchange } from '@tabler/icons-react';
import { patternText } from '#shared/flow/pattern.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { TextField } from '../ui/TextField.tsx';
import { CallForm } from './CallForm.tsx';
import { checkName, orNothing, unlessEmpty } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { freeName } from './names.ts';
import { firstCall, payloadName } from './wires.ts';

function SendForm({ step, place, at, onChange }: StepFormProps<'send'>) {
  return (
    <>
      <CallForm step={step} place={place} at={at} onChange={(change, also) => onChange({ ...step, ...change }, also)} />
      <TextField
        label="keep the answer as"
        value={step.as ?? ''}
        placeholder="not kept"
        mono
        validate={unlessEmpty(checkName)}
        problem={useProblemAt(`${at}.as`)}
        onCommit={(text) => onChange({ ...step, as: orNothing(text.trim()) })}
      />
    </>
  );
}

export const sendLook: StepLook<'send'> = {
  label: 'Send',
  short: 'ask and wait',
  explain: 'Ask over a wire and wait for the answer.',
  icon: IconArrowsExchange,
  create: (place) => ({
    do: 'send',
    ...firstCall(place, 'request'),
    data: payloadName(place),
    as: freeName('answer', place.names),
  }),
  summary: (step, { flow }) => {
    const kept = step.as === undefined ? '' : `${step.as} = `;
    return `${kept}${flow.wires[step.wire]?.name ?? step.wire} ${patternText(step.pattern)}`;
  },
  Form: SendForm,
};
