import { IconDatabaseExport } from '@tabler/icons-react';
import { useProblemAt } from '../problems/useProblems.ts';
import { TextField } from '../ui/TextField.tsx';
import { checkKey, checkName } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { freeName } from './names.ts';
import { StepTemplate } from './StepTemplate.tsx';

function GetForm({ step, place, at, onChange }: StepFormProps<'get'>) {
  return (
    <>
      <StepTemplate
        label="key"
        value={step.key}
        mono
        description="${expression} is filled in: order:${data.id}"
        validate={checkKey}
        names={place.names}
        at={`${at}.key`}
        onCommit={(key) => onChange({ ...step, key })}
      />
      <TextField
        label="keep it as"
        value={step.as}
        mono
        validate={checkName}
        problem={useProblemAt(`${at}.as`)}
        onCommit={(as) => onChange({ ...step, as })}
      />
    </>
  );
}

export const getLook: StepLook<'get'> = {
  label: 'Get',
  short: 'read a value',
  explain: 'Read a value of the service’s own store.',
  icon: IconDatabaseExport,
  create: (place) => ({ do: 'get', key: 'item:${id}', as: freeName('item', place.names) }),
  summary: (step) => `${step.as} = ${step.key}`,
  Form: GetForm,
};
