import { SegmentedControl } from '@mantine/core';
import classes from './Choice.module.css';

interface ChoiceProps<V extends string> {
  label: string;
  options: readonly { value: V; label: string }[];
  value: V;
  onChange: (value: V) => void;
}

/** One of two or three, all of them in sight. The real radios lie over what is seen, so that what is clicked is what is named. */
export function Choice<V extends string>({ label, options, value, onChange }: ChoiceProps<V>) {
  return (
    <SegmentedControl
      aria-label={label}
      size="xs"
      fullWidth
      data={options.map((option) => ({ value: option.value, label: option.label }))}
      value={value}
      classNames={{ control: classes.control ?? '', input: classes.input ?? '' }}
      onChange={(chosen) => {
        const option = options.find((candidate) => candidate.value === chosen);
        if (option !== undefined) onChange(option.value);
      }}
    />
  );
}
