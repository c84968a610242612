import { SimpleGrid } from '@mantine/core';
import { IconClock } from '@tabler/icons-react';
import { useProblemAt } from '../problems/useProblems.ts';
import { NumberField } from '../ui/NumberField.tsx';
import { maxWaitMs } from './checkExpression.ts';
import type { StepFormProps, StepLook } from './look.ts';

function DelayForm({ step, at, onChange }: StepFormProps<'delay'>) {
  return (
    <SimpleGrid cols={2} spacing={8}>
      <NumberField
        label="wait, ms"
        value={step.ms}
        min={0}
        max={maxWaitMs}
        step={100}
        problem={useProblemAt(`${at}.ms`)}
        onCommit={(ms) => onChange({ ...step, ms: ms ?? 0 })}
      />
      <NumberField
        label="jitter, ms"
        value={step.jitterMs}
        min={0}
        max={maxWaitMs}
        step={50}
        optional
        placeholder="0"
        problem={useProblemAt(`${at}.jitterMs`)}
        onCommit={(jitterMs) => onChange({ ...step, jitterMs })}
      />
    </SimpleGrid>
  );
}

export const delayLook: StepLook<'delay'> = {
  label: 'Delay',
  short: 'work a while',
  explain: 'Work for a while, give or take some jitter.',
  icon: IconClock,
  create: () => ({ do: 'delay', ms: 500 }),
  summary: (step) => `${step.ms} ms${step.jitterMs ? ` ± ${step.jitterMs}` : ''}`,
  Form: DelayForm,
};
