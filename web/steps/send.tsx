import { IconArrowsExchange } from '@tabler/icons-react';
import { patternText } from '#shared/flow/pattern.ts';
import { isCold, type StepOf } from '#shared/steps/step.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { SelectField } from '../ui/SelectField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { CallForm } from './CallForm.tsx';
import { checkName, orNothing, unlessEmpty } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { freeName } from './names.ts';
import { firstCall, payloadName } from './wires.ts';

type Answer = 'waits' | 'cold';

const answers: readonly { value: Answer; label: string }[] = [
  { value: 'waits', label: 'subscribes, and waits for it' },
  { value: 'cold', label: 'nobody subscribes: nothing is sent' },
];

/** Without an answer there is nothing to keep. */
const cold = ({ as: _as, ...step }: StepOf<'send'>): StepOf<'send'> => ({ ...step, subscribe: false });
const waiting = ({ subscribe: _subscribe, ...step }: StepOf<'send'>): StepOf<'send'> => step;

function SendForm({ step, place, at, onChange }: StepFormProps<'send'>) {
  const asProblem = useProblemAt(`${at}.as`);
  return (
    <>
      <CallForm step={step} place={place} at={at} onChange={(change, also) => onChange({ ...step, ...change }, also)} />
      <SelectField
        label="answer"
        value={isCold(step) ? 'cold' : 'waits'}
        options={answers}
        problem={useProblemAt(`${at}.subscribe`)}
        onChange={(answer) => onChange(answer === 'cold' ? cold(step) : waiting(step))}
      />
      {!isCold(step) && (
        <TextField
          label="keep the answer as"
          value={step.as ?? ''}
          placeholder="not kept"
          mono
          validate={unlessEmpty(checkName)}
          problem={asProblem}
          onCommit={(text) => onChange({ ...step, as: orNothing(text.trim()) })}
        />
      )}
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
    const ignored = isCold(step) ? ', nobody subscribes' : '';
    return `${kept}${flow.wires[step.wire]?.name ?? step.wire} ${patternText(step.pattern)}${ignored}`;
  },
  Form: SendForm,
};
