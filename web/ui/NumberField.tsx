import { NumberInput } from '@mantine/core';
import { ProblemNote } from './ProblemNote.tsx';
import type { Problem } from '#shared/problem.ts';
import { useDraft } from './useDraft.ts';

export interface NumberFieldProps {
  label: string;
  value: number | undefined;
  min: number;
  max: number;
  step?: number;
  /** Whether it may be left empty; `undefined` is then handed over. */
  optional?: boolean;
  wholeNumber?: boolean;
  placeholder?: string;
  problem?: Problem | undefined;
  onCommit: (value: number | undefined) => void;
}

/** A number that is handed over on blur, Enter or a press of its arrows. */
export function NumberField(props: NumberFieldProps) {
  const { label, value, min, max, step = 1, placeholder, problem, onCommit } = props;
  const hand = (text: string): void => onCommit(text.trim() === '' ? undefined : Number(text));
  const draft = useDraft({
    value: value === undefined ? '' : String(value),
    validate: (text) => numberProblem(text, props),
    onCommit: hand,
  });
  return (
    <div>
      <NumberInput
        label={label}
        size="xs"
        role="spinbutton"
        aria-valuemin={min}
        aria-valuemax={max}
        {...(value === undefined ? {} : { 'aria-valuenow': value })}
        {...(placeholder === undefined ? {} : { placeholder })}
        value={draft.text}
        error={draft.error}
        min={min}
        max={max}
        step={step}
        startValue={min}
        allowNegative={min < 0}
        allowDecimal={!props.wholeNumber}
        clampBehavior="none"
        onValueChange={({ value: text }, { source }) => {
          const why: string = source;
          const byArrow = why === 'increment' || why === 'decrement';
          if (byArrow && numberProblem(text, props) === undefined) {
            draft.revert();
            hand(text);
          } else if (byArrow || why === 'event') draft.setText(text);
        }}
        onBlur={draft.commit}
        onKeyDown={(event) => {
          if (event.key === 'Enter') draft.commit();
        }}
      />
      {problem !== undefined && draft.error === undefined && <ProblemNote problem={problem} />}
    </div>
  );
}

function numberProblem(text: string, { min, max, optional, wholeNumber }: NumberFieldProps): string | undefined {
  if (text.trim() === '') return optional ? undefined : `${min} to ${max}`;
  const number = Number(text);
  if (!Number.isFinite(number)) return 'a number, please';
  if (wholeNumber && !Number.isInteger(number)) return 'a whole number';
  return number < min || number > max ? `${min} to ${max}` : undefined;
}
