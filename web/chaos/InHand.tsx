import { IconBolt, IconX } from '@tabler/icons-react';
import { useEffect, useId, useMemo, useRef } from 'react';
import type { FaultKind } from '#shared/faults/fault.ts';
import { lookOf } from '../faults/faultBadge.ts';
import { useFlowStore } from '../flow/flowStore.ts';
import { orList } from '#shared/orList.ts';
import { aimsFor, type Aim } from './aims.ts';
import { breakIt } from './breakIt.ts';
import { putBack, useChaos } from './chaosStore.ts';
import classes from './InHand.module.css';
import { targetWords } from './targetWords.ts';
import { aimAt, useAimByKeys } from './useAimByKeys.ts';

/** The fault in the hand: what to do with it now; and for those who go by keys, everything it could hit. */
export function InHand({ kind }: { kind: FaultKind }) {
  const flow = useFlowStore((state) => state.flow);
  const byKeys = useChaos((state) => state.byKeys);
  const aims = useMemo(() => aimsFor(flow, kind), [flow, kind]);
  const possible = useMemo(() => aims.filter(({ refusal }) => refusal === undefined), [aims]);
  useAimByKeys(kind, possible);
  return (
    <div className={classes.inHand}>
      <div className={classes.head} role="status">
        <IconBolt size={15} aria-hidden />
        <span>
          <strong>{lookOf(kind).label}</strong>: click what it shall hit, a {orList(seenWords(kind))}, or choose with
          the arrow keys. Esc puts it back.
        </span>
        <button type="button" className={classes.putBack} aria-label="Put the fault back" onClick={() => putBack()}>
          <IconX size={14} aria-hidden />
        </button>
      </div>
      {byKeys && <Aims kind={kind} possible={possible} others={aims.filter((aim) => !possible.includes(aim))} />}
    </div>
  );
}

/** Listeners are not drawn: they are in the list, and in the panel of their service. */
const seenWords = (kind: FaultKind): string[] => targetWords(kind).filter((word) => word !== 'listener');

const intoView = (option: HTMLElement | null): void => option?.scrollIntoView({ block: 'nearest' });

interface AimsProps {
  kind: FaultKind;
  possible: readonly Aim[];
  others: readonly Aim[];
}

function Aims({ kind, possible, others }: AimsProps) {
  const aim = useChaos((state) => state.aim);
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const at = possible.findIndex(({ key }) => key === aim?.key);
  useEffect(() => {
    list.current?.focus();
    const [first] = possible;
    if (useChaos.getState().aim === undefined && first !== undefined) aimAt(first);
  }, [possible]);
  return (
    <div
      ref={list}
      className={classes.aims}
      role="listbox"
      data-aims
      aria-label="What shall it hit?"
      tabIndex={0}
      {...(at < 0 ? {} : { 'aria-activedescendant': `${id}-${at}` })}
    >
      {possible.length === 0 && <div className={classes.nothing}>There is nothing here that it could hit.</div>}
      {possible.map((one, index) => (
        <div
          key={one.key}
          ref={index === at ? intoView : null}
          id={`${id}-${index}`}
          className={classes.aim}
          role="option"
          aria-selected={index === at}
          onPointerMove={() => index !== at && useChaos.setState({ aim: one })}
          onClick={() => void breakIt(kind, one)}
        >
          <span className={classes.name}>{one.name}</span>
          <span className={classes.what}>{one.what}</span>
        </div>
      ))}
      {others.map((one) => (
        <div key={one.key} className={classes.aim} role="option" aria-selected={false} aria-disabled>
          <span className={classes.name}>{one.name}</span>
          <span className={classes.what}>{one.refusal}</span>
        </div>
      ))}
    </div>
  );
}
