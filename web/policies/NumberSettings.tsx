import { SimpleGrid } from '@mantine/core';
import type { z } from 'zod';
import { useProblemAt } from '../problems/useProblems.ts';
import { NumberField } from '../ui/NumberField.tsx';

interface NumberSettingsProps {
  at: string;
  settings: readonly { field: string; label: string; step?: number; schema: z.ZodNumber }[];
  values: Readonly<Record<string, number>>;
  onCommit: (field: string, value: number) => void;
}

/** One number field for each setting of a policy. */
export function NumberSettings({ at, settings, values, onCommit }: NumberSettingsProps) {
  return (
    <SimpleGrid cols={2} spacing={8}>
      {settings.map((setting) => (
        <Setting
          key={setting.field}
          at={`${at}.${setting.field}`}
          setting={setting}
          value={values[setting.field] ?? 0}
          onCommit={(value) => onCommit(setting.field, value)}
        />
      ))}
    </SimpleGrid>
  );
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
