import { Combobox, InputBase, OptionsDropdown, useCombobox } from '@mantine/core';
import { useState } from 'react';
import type { Problem } from '#shared/problem.ts';
import { ProblemNote } from './ProblemNote.tsx';

export interface SelectFieldProps<V extends string> {
  label: string;
  value: V;
  options: readonly { value: V; label: string }[];
  problem?: Problem | undefined;
  onChange: (value: V) => void;
}

/**
 * One of a few. A value that is not among them (its thing was removed) is shown as missing, never replaced silently.
 * Mantine's `Select` looks through the whole page when it appears, and lays out a list that nobody has asked for: beside a large
 * drawing each would cost more than all else in its panel. Here the list comes when the field is reached.
 */
export function SelectField<V extends string>({ label, value, options, problem, onChange }: SelectFieldProps<V>) {
  const known = options.find((option) => option.value === value);
  const shown = known ?? { value, label: `${value} (missing)` };
  const [isReached, setReached] = useState(false);
  const combobox = useCombobox({
    onDropdownOpen: () => combobox.updateSelectedOptionIndex('active', { scrollIntoView: true }),
    onDropdownClose: () => combobox.resetSelectedOption(),
  });
  return (
    <div>
      <Combobox
        store={combobox}
        size="xs"
        keepMounted={isReached}
        onOptionSubmit={(chosen) => {
          combobox.closeDropdown();
          const option = options.find((candidate) => candidate.value === chosen);
          if (option !== undefined && option.value !== value) onChange(option.value);
        }}
      >
        <Combobox.Target targetType="button" withExpandedAttribute>
          <InputBase
            label={label}
            size="xs"
            readOnly
            pointer
            value={shown.label}
            rightSection={<Combobox.Chevron size="xs" />}
            rightSectionPointerEvents="none"
            onFocus={() => setReached(true)}
            onBlur={() => combobox.closeDropdown()}
            onClick={() => combobox.toggleDropdown()}
          />
        </Combobox.Target>
        {isReached && (
          <Options label={label} value={value} items={known === undefined ? [...options, shown] : options} />
        )}
      </Combobox>
      {problem !== undefined && <ProblemNote problem={problem} />}
    </div>
  );
}

interface OptionsProps {
  label: string;
  value: string;
  items: readonly { value: string; label: string }[];
}

function Options({ label, value, items }: OptionsProps) {
  return (
    <OptionsDropdown
      aria-label={label}
      labelId={undefined}
      value={value}
      data={items.map((item) => ({ value: item.value, label: item.label }))}
      withCheckIcon
      checkIconPosition="left"
      withScrollArea
      scrollAreaProps={undefined}
      maxDropdownHeight={undefined}
      filter={undefined}
      search={undefined}
      limit={undefined}
      unstyled={false}
    />
  );
}
