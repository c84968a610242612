import { Select } from '@mantine/core';
import type { Problem } from '#shared/problem.ts';
import { ProblemNote } from './ProblemNote.tsx';

export interface SelectFieldProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  problem?: Problem | undefined;
  onChange: (value: V) => void;
}

/** One of a few. A value that is not among them (its thing was removed) is shown as missing, never replaced silently. */
export function SelectField<V extends string>({ label, value, options, problem, onChange }: SelectFieldProps<V>) {
  const known = options.some((option) => option.value === value);
  const data = known ? options : [...options, { value, label: `${value} (missing)` }];
  return (
    <div>
      <Select
        label={label}
        size="xs"
        value={value}
        data={data.map((option) => ({ value: option.value, label: option.label }))}
        allowDeselect={false}
        onChange={(chosen) => {
          const option = options.find((candidate) => candidate.value === chosen);
          if (option !== undefined && option.value !== value) onChange(option.value);
        }}
      />
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
