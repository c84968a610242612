import { Switch } from '@mantine/core';
import classes from './Toggle.module.css';

interface ToggleProps {
  /** For a label that stands elsewhere; without it give `label`. */
  id?: string;
  label?: string;
  describedBy?: string;
  color?: string;
  size?: 'xs' | 'md';
  checked: boolean;
  onChange: () => void;
}

/** A switch whose real input lies over what is seen, so that what is clicked is what is named. */
export function Toggle({ id, label, describedBy, color = 'blue', size = 'md', checked, onChange }: ToggleProps) {
  return (
    <Switch
      {...(id === undefined ? {} : { id })}
      {...(label === undefined ? {} : { label })}
      {...(describedBy === undefined ? {} : { 'aria-describedby': describedBy })}
      size={size}
      color={color}
      checked={checked}
      classNames={{ root: classes.root ?? '', input: classes.input ?? '' }}
      onChange={onChange}
    />
  );
}
