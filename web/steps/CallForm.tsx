import type { StepOf } from '#shared/steps/step.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { PatternField } from '../ui/PatternField.tsx';
import { SelectField } from '../ui/SelectField.tsx';
import { orNothing } from './checkExpression.ts';
import type { StepPlace } from './look.ts';
import { StepExpression } from './StepExpression.tsx';
import { patternsBehind, wiresOf } from './wires.ts';

export type CallStep = StepOf<'send'> | StepOf<'emit'>;

export interface CallFormProps {
  step: CallStep;
  place: StepPlace;
  at: string;
  onChange: (change: Partial<Pick<CallStep, 'wire' | 'pattern' | 'data'>>) => void;
}

/** What send and emit have in common: over which wire, to which pattern, with what. */
export function CallForm({ step, place, at, onChange }: CallFormProps) {
  const kind = step.do === 'send' ? 'request' : 'event';
  return (
    <>
      <SelectField
        label="Wire"
        value={step.wire}
        options={wiresOf(place.flow, place.service)}
        problem={useProblemAt(`${at}.wire`)}
        onChange={(wire) => onChange({ wire })}
      />
      <PatternField
        pattern={step.pattern}
        suggestions={patternsBehind(place.flow, step.wire, kind)}
        problem={useProblemAt(`${at}.pattern`)}
        onCommit={(pattern) => onChange({ pattern })}
      />
      <StepExpression
        label="data"
        value={step.data ?? ''}
        placeholder="{}"
        names={place.names}
        at={`${at}.data`}
        mayBeEmpty
        onCommit={(text) => onChange({ data: orNothing(text) })}
      />
    </>
  );
}
