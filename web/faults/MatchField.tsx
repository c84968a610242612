import { useMemo } from 'react';
import type { Fault, FaultTarget } from '#shared/faults/fault.ts';
import type { Problem } from '#shared/problem.ts';
import { useAccess } from '../flow/accessStore.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { checkExpression, orNothing, unlessEmpty } from '../steps/checkExpression.ts';
import { useTrial } from '../steps/useTrial.ts';
import { useThrottledBook } from '../trace/useThrottledBook.ts';
import { ExpressionField } from '../ui/ExpressionField.tsx';
import type { NameInScope } from '../ui/nameInScope.ts';
import classes from './FaultCard.module.css';
import { matchScope } from './matchScope.ts';

/** As often as it is tried anew while messages flow. */
const everyMs = 1000;
const check = unlessEmpty(checkExpression);

/** The names of an expression over the messages that pass there, with what they had in the last one. */
export function useMatchScope(target: FaultTarget): NameInScope[] {
  const flow = useFlowStore((state) => state.flow);
  const book = useThrottledBook(everyMs);
  return useMemo(() => matchScope(flow, book, target), [flow, book, target]);
}

interface MatchFieldProps {
  fault: Fault;
  problem: Problem | undefined;
  onCommit: (match: string | undefined) => void;
}

/** Which messages the fault is meant for. Says of the last one that came by whether it would have been hit. */
export function MatchField({ fault, problem, onCommit }: MatchFieldProps) {
  const names = useMatchScope(fault.target);
  const mayTry = useAccess(({ link }) => !link);
  return (
    <ExpressionField
      label="only messages for which"
      value={fault.match ?? ''}
      placeholder="every message"
      names={names}
      checksNames
      validate={check}
      problem={problem}
      onCommit={(text) => onCommit(orNothing(text))}
      renderBelow={(text, isActive) => mayTry && <Tried text={text} names={names} isActive={isActive} />}
    />
  );
}

function Tried({ text, names, isActive }: { text: string; names: readonly NameInScope[]; isActive: boolean }) {
  const tried = useTrial({ text, names, syntax: 'expression' });
  return (
    <div className={classes.tried} aria-live={isActive ? 'polite' : 'off'} data-testid="match-tried">
      {tried !== undefined && wordsOf(tried)}
    </div>
  );
}

function wordsOf(tried: NonNullable<ReturnType<typeof useTrial>>): string {
  switch (tried.ok) {
    case 'unknown':
      return 'No message has come by yet to try this on.';
    case 'tooLarge':
      return 'The last message is too large to try this on.';
    case false:
      return tried.problem.message;
    case true:
      if (tried.error !== undefined) return `Fails on the last message, which is left alone: ${tried.error.message}`;
      // Whatever is not empty, 0, null or false counts as true, as in JavaScript.
      return tried.value === undefined || !tried.value
        ? 'The last message is left alone.'
        : 'The last message would be hit.';
  }
}
