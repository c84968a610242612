import { Textarea, TextInput } from '@mantine/core';
import { useState, type KeyboardEvent, type ReactNode } from 'react';
import type { Problem } from '#shared/problem.ts';
import { ProblemNote } from './ProblemNote.tsx';
import { useDraft, type DraftOptions } from './useDraft.ts';

export interface TextFieldProps extends DraftOptions {
  label: string;
  problem?: Problem | undefined;
  placeholder?: string | undefined;
  description?: ReactNode;
  /** For patterns, routes and keys. */
  mono?: boolean;
  multiline?: boolean;
  inputMode?: 'numeric';
  /** What stands below the field, for the text as it is being typed. */
  renderBelow?: (text: string, isActive: boolean) => ReactNode;
}

/** A text that is handed over on blur or Enter; Escape takes the typing back. */
export function TextField(props: TextFieldProps) {
  const { label, problem, placeholder, description, mono, multiline, inputMode, renderBelow } = props;
  const [isActive, setActive] = useState(false);
  const draft = useDraft(props);
  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.key === 'Enter' && !(multiline && !event.ctrlKey && !event.metaKey)) {
      event.preventDefault();
      draft.commit();
    } else if (event.key === 'Escape' && draft.text !== props.value) {
      event.stopPropagation();
      draft.revert();
    }
  };
  const common = {
    label,
    size: 'xs',
    value: draft.text,
    error: draft.error,
    spellCheck: false,
    onBlur: draft.commit,
    onKeyDown,
    ...(placeholder === undefined ? {} : { placeholder }),
    ...(description === undefined ? {} : { description }),
    ...(mono ? { styles: { input: { fontFamily: 'var(--mantine-font-family-monospace)' } } } : {}),
  };
  return (
    <div onFocus={() => setActive(true)} onBlur={() => setActive(false)}>
      {multiline ? (
        <Textarea {...common} autosize minRows={4} onChange={(event) => draft.setText(event.currentTarget.value)} />
      ) : (
        <TextInput
          {...common}
          {...(inputMode === undefined ? {} : { inputMode })}
          onChange={(event) => draft.setText(event.currentTarget.value)}
        />
      )}
      {renderBelow?.(draft.text, isActive)}
      {problem !== undefined && draft.error === undefined && <ProblemNote problem={problem} />}
    </div>
  );
}
