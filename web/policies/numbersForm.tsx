import { SimpleGrid } from '@mantine/core';
import type { ComponentType } from 'react';
import type { z } from 'zod';
import { useProblemAt } from '../problems/useProblems.ts';
import { NumberField } from '../ui/NumberField.tsx';
import type { PolicyFormProps, PolicyOf } from './look.ts';
import type { PolicyKind } from '#shared/policies/policies.ts';

/** The kinds whose settings are all numbers, on a plain form. */
type NumbersKind = Extract<PolicyKind, 'retry' | 'breaker' | 'bulkhead' | 'rate' | 'hedge'>;

interface NumberSetting<K extends NumbersKind> {
  field: keyof PolicyOf<K> & string;
  /** With its unit: `back-off at most, ms`. */
  label: string;
  step?: number;
  schema: z.ZodNumber;
}

/** A form of one number field per setting, with the bounds that the format gives it. `mend` keeps settings fitting to each other. */
export function numbersForm<K extends NumbersKind>(
  settings: readonly NumberSetting<K>[],
  mend: (policy: PolicyOf<K>, changed: string) => PolicyOf<K> = (policy) => policy,
): ComponentType<PolicyFormProps<K>> {
  return function NumbersForm({ policy, at, onChange }) {
    const values: Record<string, number> = policy;
    return (
      <SimpleGrid cols={2} spacing={8}>
        {settings.map((setting) => (
          <Setting
            key={setting.field}
            at={`${at}.${setting.field}`}
            setting={setting}
            value={values[setting.field] ?? 0}
            onCommit={(value) => onChange(mend({ ...policy, [setting.field]: value }, setting.field))}
          />
        ))}
      </SimpleGrid>
    );
  };
}

interface SettingProps {
  at: string;
  setting: { label: string; step?: number; schema: z.ZodNumber };
  value: number;
  onCommit: (value: number) => void;
}

function Setting({ at, setting: { label, step = 1, schema }, value, onCommit }: SettingProps) {
  const problem = useProblemAt(at);
  return (
    <NumberField
      label={label}
      value={value}
      min={schema.minValue ?? 0}
      max={schema.maxValue ?? 600_000}
      step={step}
      wholeNumber={schema.isInt}
      problem={problem}
      onCommit={(next) => next !== undefined && onCommit(next)}
    />
  );
}
