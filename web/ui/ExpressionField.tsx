import { Input } from '@mantine/core';
import { lazy, Suspense, useId, useState, type ReactNode } from 'react';
import type { Problem } from '#shared/problem.ts';
import classes from './ExpressionField.module.css';
import type { NameInScope } from './nameInScope.ts';
import { ProblemNote } from './ProblemNote.tsx';
import { useDraft } from './useDraft.ts';

export interface ExpressionFieldProps {
  label: string;
  value: string;
  names?: readonly NameInScope[];
  /** What may be typed: an expression, or only a literal, which nothing evaluates. */
  syntax?: 'expression' | 'literal';
  placeholder?: string;
  /** `names` are all that there are: any other is marked. */
  checksNames?: boolean;
  /** What stands below the field; `isActive` while somebody writes in it. */
  renderBelow?: (text: string, isActive: boolean) => ReactNode;
  validate?: (text: string) => string | undefined;
  problem?: Problem | undefined;
  onCommit: (text: string) => string | undefined | void;
}

/** CodeMirror is a fifth of the page, so it comes when the first expression is shown. */
const ExpressionEditor = lazy(async () => {
  const { ExpressionEditor } = await import('./ExpressionEditor.tsx');
  return { default: ExpressionEditor };
});

/** One JavaScript expression: a line that grows. Handed over on blur or Enter; Shift+Enter makes a new line. */
export function ExpressionField(props: ExpressionFieldProps) {
  const { label, value, names = [], syntax = 'expression', placeholder = '', validate, problem, onCommit } = props;
  const { checksNames = false, renderBelow } = props;
  const labelId = useId();
  const [isActive, setActive] = useState(false);
  const draft = useDraft({ value, validate, onCommit });
  return (
    <Input.Wrapper
      onFocus={() => setActive(true)}
      onBlur={() => setActive(false)}
      label={label}
      size="xs"
      labelElement="div"
      labelProps={{ id: labelId }}
      error={draft.error}
    >
      <div className={classes.field} data-error={draft.error !== undefined || problem !== undefined || undefined}>
        <Suspense fallback={<pre className={classes.waiting}>{draft.text === '' ? placeholder : draft.text}</pre>}>
          <ExpressionEditor
            label={label}
            text={draft.text}
            names={names}
            checksNames={checksNames}
            syntax={syntax}
            placeholder={placeholder}
            onChange={draft.setText}
            onCommit={draft.commit}
            onRevert={draft.revert}
          />
        </Suspense>
      </div>
      {renderBelow?.(draft.text, isActive)}
      {problem !== undefined && draft.error === undefined && <ProblemNote problem={problem} />}
    </Input.Wrapper>
  );
}
