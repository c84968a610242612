import { ActionIcon } from '@mantine/core';
import { IconShieldCheck } from '@tabler/icons-react';
import { useMemo } from 'react';
import type { FaultKind } from '#shared/faults/fault.ts';
import { faultBadge, lookOf } from '../faults/faultBadge.ts';
import { faultLooks } from '../faults/index.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { useNotices } from '../ui/notices.ts';
import { TypeAhead, type Choosable } from '../ui/TypeAhead.tsx';
import { mend, targetWords } from './breakIt.ts';
import classes from './ChaosBar.module.css';
import { pickFault } from './chaosStore.ts';
import { targetName } from './targetName.ts';

interface FaultChoice extends Choosable {
  kind: FaultKind;
}

const kinds = Object.keys(faultLooks) as FaultKind[];

/** Every fault there is, to be taken into the hand; above it, those that act now. */
export function FaultMenu({ onClose }: { onClose: () => void }) {
  const flow = useFlowStore((state) => state.flow);
  const faults = useFlowStore((state) => state.faults);
  const choices = useMemo(
    () =>
      kinds.map((kind): FaultChoice => {
        const { label, explain, icon } = lookOf(kind);
        return { id: kind, kind, label, words: explain, group: `On a ${targetWords(kind)}`, icon, color: 'red' };
      }),
    [],
  );
  return (
    <>
      {faults.length > 0 && (
        <ul className={classes.active} aria-label="Broken now">
          {faults.map((fault) => (
            <li key={fault.id} className={classes.fault}>
              <span className={classes.faultBadge}>{faultBadge(fault)}</span>
              <span className={classes.faultWhat}>
                {lookOf(fault.kind).label} on {targetName(flow, fault)}
              </span>
              <ActionIcon
                size="sm"
                variant="subtle"
                color="green"
                aria-label={`Mend ${lookOf(fault.kind).label} on ${targetName(flow, fault)}`}
                onClick={() =>
                  void mend(fault.id).then((refusal) => refusal && useNotices.getState().say('bad', refusal.message))
                }
              >
                <IconShieldCheck size={14} />
              </ActionIcon>
            </li>
          ))}
        </ul>
      )}
      <TypeAhead<FaultChoice>
        label="Which fault?"
        placeholder="Which fault?"
        items={choices}
        nothing="No fault is called that."
        onPick={({ kind }) => {
          onClose();
          pickFault(kind);
        }}
        onClose={onClose}
      />
    </>
  );
}
