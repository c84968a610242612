import { IconDatabaseImport } from '@tabler/icons-react';
import { checkKey } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { StepExpression } from './StepExpression.tsx';
import { StepTemplate } from './StepTemplate.tsx';
import { payloadName } from './wires.ts';

function SetForm({ step, place, at, onChange }: StepFormProps<'set'>) {
  return (
    <>
      <StepTemplate
        label="key"
        value={step.key}
        mono
        description="${expression} is filled in: order:${id}"
        validate={checkKey}
        names={place.names}
        at={`${at}.key`}
        onCommit={(key) => onChange({ ...step, key })}
      />
      <StepExpression
        label="value"
        value={step.value}
        names={place.names}
        at={`${at}.value`}
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
