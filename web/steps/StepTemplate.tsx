import { useProblemAt } from '../problems/useProblems.ts';
import type { NameInScope } from '../ui/nameInScope.ts';
import { TextField } from '../ui/TextField.tsx';
import { TriedLine } from './TriedLine.tsx';

interface StepTemplateProps {
  label: string;
  value: string;
  names: readonly NameInScope[];
  /** Dotted path of the text in the flow. */
  at: string;
  description: string;
  mono?: boolean;
  validate: (text: string) => string | undefined;
  onCommit: (text: string) => void;
}

/** A text of a step in which `${expression}` parts are filled in; with such parts it is tried as one types. */
export function StepTemplate({ at, names, ...field }: StepTemplateProps) {
  return (
    <TextField
      {...field}
      problem={useProblemAt(at)}
      renderBelow={(text, isActive) =>
        text.includes('${') && <TriedLine text={text} names={names} syntax="template" isActive={isActive} />
      }
    />
  );
}
