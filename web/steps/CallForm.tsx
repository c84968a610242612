import type { Edit } from '#shared/flow/edits.ts';
import { patternText } from '#shared/flow/pattern.ts';
import type { StepOf } from '#shared/steps/step.ts';
import { useProblemAt } from '../problems/useProblems.ts';
import { PatternField } from '../ui/PatternField.tsx';
import { orNothing } from './checkExpression.ts';
import { knownPatterns } from './knownPatterns.ts';
import type { StepPlace } from './look.ts';
import { answeredAt } from './newWires.ts';
import { StepExpression } from './StepExpression.tsx';
import { WireField } from './WireField.tsx';
import { patternsBehind } from './wires.ts';

export type CallStep = StepOf<'send'> | StepOf<'emit'>;

export interface CallFormProps {
  step: CallStep;
  place: StepPlace;
  at: string;
  onChange: (change: Partial<Pick<CallStep, 'wire' | 'pattern' | 'data'>>, also?: readonly Edit[]) => void;
}

/** What send and emit have in common: over which wire, to which pattern, with what. */
export function CallForm({ step, place, at, onChange }: CallFormProps) {
  const kind = step.do === 'send' ? 'request' : 'event';
  const answered = patternsBehind(place.flow, step.wire, kind);
  const elsewhere = knownPatterns(place.flow, kind).filter((pattern) => !answered.includes(pattern));
  /** A pattern that nobody answers at the other end gives way to the first that somebody does. */
  const takeWire = (wire: string, to: string, also?: readonly Edit[]): void => {
    const there = answeredAt(place.flow, to, kind);
    const [first] = there;
    const isAnswered = there.some((one) => patternText(one) === patternText(step.pattern));
    onChange({ wire, ...(first === undefined || isAnswered ? {} : { pattern: first }) }, also);
  };
  return (
    <>
      <WireField wire={step.wire} place={place} problem={useProblemAt(`${at}.wire`)} onChange={takeWire} />
      <PatternField
        pattern={step.pattern}
        suggestions={[
          { group: 'Answered over this wire', items: answered },
          { group: 'Elsewhere in this flow', items: elsewhere },
        ]}
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
