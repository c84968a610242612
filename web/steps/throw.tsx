import { IconBolt } from '@tabler/icons-react';
import type { StepOf } from '#shared/steps/step.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { NumberField } from '../ui/NumberField.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { checkTemplate } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { StepTemplate } from './StepTemplate.tsx';

type ErrorKind = StepOf<'throw'>['error'];

const errorKinds: readonly { value: ErrorKind; label: string }[] = [
  { value: 'rpc', label: 'RpcException: the caller gets it whole' },
  { value: 'error', label: 'Error: the caller gets “Internal server error”' },
  { value: 'http', label: 'HttpException: a status for HTTP callers' },
  { value: 'again', label: 'what was caught, again' },
];

function ThrowForm({ step, place, at, onChange }: StepFormProps<'throw'>) {
  const statusProblem = useProblemAt(`${at}.status`);
  const codeProblem = useProblemAt(`${at}.code`);
  return (
    <>
      <SelectField
        label="error"
        value={step.error}
        options={errorKinds}
        problem={useProblemAt(`${at}.error`)}
        onChange={(error) =>
          onChange(
            error === 'again' ? { do: 'throw', error } : { ...step, error, message: step.message ?? firstMessage },
          )
        }
      />
      {step.error !== 'again' && (
        <>
          <StepTemplate
            label="message"
            value={step.message ?? ''}
            description="${expression} is filled in"
            validate={checkTemplate}
            names={place.names}
            at={`${at}.message`}
            onCommit={(message) => onChange({ ...step, message })}
          />
          <NumberField
            label="status"
            value={step.status}
            min={100}
            max={599}
            optional
            wholeNumber
            placeholder="none"
            problem={statusProblem}
            onCommit={(status) => onChange({ ...step, status })}
          />
          {step.error === 'rpc' && (
            <NumberField
              label="gRPC status"
              value={step.code}
              min={1}
              max={16}
              optional
              wholeNumber
              placeholder="2 UNKNOWN"
              problem={codeProblem}
              onCommit={(code) => onChange({ ...step, code })}
            />
          )}
        </>
      )}
    </>
  );
}

const firstMessage = 'Something went wrong';

export const throwLook: StepLook<'throw'> = {
  label: 'Throw',
  short: 'fail',
  explain: 'Fail: an RpcException, a plain Error or an HttpException.',
  icon: IconBolt,
  create: () => ({ do: 'throw', error: 'rpc', status: 400, message: firstMessage }),
  summary: (step) => {
    if (step.error === 'again') return 'what was caught, again';
    const word = { rpc: 'RpcException', error: 'Error', http: 'HttpException' }[step.error];
    return `${word}${step.status === undefined ? '' : ` ${step.status}`}: ${step.message ?? ''}`;
  },
  Form: ThrowForm,
};
