import { useMemo, useRef } from 'react';
import type { FaultKind } from '#shared/faults/fault.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { faultKinds } from '../faults/offered.ts';
import { sortOf } from '../faults/sorts.ts';
import { TypeAhead, type Choosable } from '../ui/TypeAhead.tsx';
import { orList } from '#shared/orList.ts';
import { pickFault } from './chaosStore.ts';
import { targetWords } from './targetWords.ts';

interface FaultChoice extends Choosable {
  kind: FaultKind;
}

/** Every fault there is, to be taken into the hand. */
export function FaultMenu({ onClose }: { onClose: () => void }) {
  const byKeys = useRef(true);
  const choices = useMemo(() => faultKinds.map(choiceOf), []);
  return (
    <div
      onKeyDownCapture={() => {
        byKeys.current = true;
      }}
      onPointerDownCapture={() => {
        byKeys.current = false;
      }}
    >
      <TypeAhead<FaultChoice>
        label="Which fault?"
        placeholder="Which fault?"
        items={choices}
        nothing="No fault is called that."
        onPick={({ kind }) => pickFault(kind, { byKeys: byKeys.current })}
        onClose={onClose}
      />
    </div>
  );
}

function choiceOf(kind: FaultKind): FaultChoice {
  const { label, explain, icon } = lookOf(kind);
  const group = `${sortOf(kind).title}: on a ${orList(targetWords(kind))}`;
  return { id: kind, kind, label, hint: kind, words: `${kind} ${explain}`, group, icon, color: 'red' };
}
