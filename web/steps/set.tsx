import { IconDatabaseImport } from '@tabler/icons-react';
import { useProblemAt } from '../problems/useProblems.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import { TextField } from '../ui/TextField.tsx';
import { checkExpression, checkKey } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { payloadName } from './wires.ts';

function SetForm({ step, place, at, onChange }: StepFormProps<'set'>) {
  return (
    <>
      <TextField
        label="key"
        value={step.key}
        mono
        description="${expression} is filled in: order:${id}"
        validate={checkKey}
        problem={useProblemAt(`${at}.key`)}
        onCommit={(key) => onChange({ ...step, key })}
      />
      <ExpressionField
        label="value"
        value={step.value}
        names={place.names}
        validate={checkExpression}
        problem={useProblemAt(`${at}.value`)}
        onCommit={(value) => onChange({ ...step, value })}
      />
    </>
  );
}

export const setLook: StepLook<'set'> = {
  label: 'Set',
  short: 'keep a value',
  explain: 'Keep a value in the service’s own store.',
  icon: IconDatabaseImport,
  create: (place) => ({ do: 'set', key: 'item:${id}', value: payloadName(place) }),
  summary: (step) => `${step.key} = ${step.value}`,
  Form: SetForm,
};
