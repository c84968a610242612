import { SimpleGrid } from '@mantine/core';
import { IconListNumbers } from '@tabler/icons-react';
import { useProblemAt } from '../problems/useProblems.ts';
import { NumberField } from '../ui/NumberField.tsx';
import { maxWaitMs } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';
import { StepExpression } from './StepExpression.tsx';
import { indexName } from './names.ts';

function StreamForm({ step, place, at, onChange }: StepFormProps<'stream'>) {
  return (
    <>
      <SimpleGrid cols={2} spacing={8}>
        <NumberField
          label="count"
          value={step.count}
          min={0}
          max={10_000}
          wholeNumber
          problem={useProblemAt(`${at}.count`)}
          onCommit={(count) => onChange({ ...step, count: count ?? 0 })}
        />
        <NumberField
          label="every, ms"
          value={step.everyMs}
          min={0}
          max={maxWaitMs}
          step={100}
          optional
          placeholder="0"
          problem={useProblemAt(`${at}.everyMs`)}
          onCommit={(everyMs) => onChange({ ...step, everyMs })}
        />
      </SimpleGrid>
      <StepExpression
        label="value"
        value={step.value}
        names={[indexName, ...place.names]}
        at={`${at}.value`}
        onCommit={(value) => onChange({ ...step, value })}
      />
    </>
  );
}

export const streamLook: StepLook<'stream'> = {
  label: 'Stream',
  short: 'several answers',
  explain: 'Answer with several values, one after the other, and end the handler.',
  icon: IconListNumbers,
  create: () => ({ do: 'stream', count: 3, everyMs: 500, value: 'index' }),
  summary: (step) => `${step.count} × ${step.value}${step.everyMs ? `, one each ${step.everyMs} ms` : ''}`,
  Form: StreamForm,
};
