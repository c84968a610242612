import { useProblemAt } from '../problems/useProblems.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import type { NameInScope } from '../ui/nameInScope.ts';
import { checkExpression, unlessEmpty } from './checkExpression.ts';
import { TriedLine } from './TriedLine.tsx';

interface StepExpressionProps {
  label: string;
  value: string;
  names: readonly NameInScope[];
  /** Dotted path of the text in the flow. */
  at: string;
  placeholder?: string;
  mayBeEmpty?: boolean;
  onCommit: (text: string) => void;
}

/** An expression of a step: completed, marked where it is wrong, and tried on the last message as one types. */
export function StepExpression({ at, mayBeEmpty = false, ...field }: StepExpressionProps) {
  return (
    <ExpressionField
      {...field}
      checksNames
      validate={mayBeEmpty ? unlessEmpty(checkExpression) : checkExpression}
      problem={useProblemAt(at)}
      renderBelow={(text, isActive) => <TriedLine text={text} names={field.names} isActive={isActive} />}
    />
  );
}
