import { ActionIcon, Tooltip } from '@mantine/core';
import { Panel } from '@xyflow/react';
import { memo, useDeferredValue, useLayoutEffect, useMemo, useRef } from 'react';
import type { Flow } from '#shared/flow/flow.ts';
import { isPossible, type Action } from '../../command/action.ts';
import { actions } from '../../command/actions.ts';
import { keysText } from '../../command/keys.ts';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { boxesOf } from '../../flow/placed.ts';
import { useSelectionStore, type Selectable } from '../../flow/selectionStore.ts';
import { canvasView } from '../canvasView.ts';
import { useGeometryStore } from '../geometryStore.ts';
import { unitsSelected } from './alignActions.ts';
import classes from './SelectionBar.module.css';

/** What can be done with several boxes or a group; between the lists stand lines. */
const shown: readonly (readonly string[])[] = [
  ['align-left', 'align-centre', 'align-right', 'align-top', 'align-middle', 'align-bottom'],
  ['distribute-horizontal', 'distribute-vertical'],
  ['tidySelection', 'group', 'ungroup'],
  ['duplicate', 'delete'],
];

/**
 * A bar above the drawing, there while several boxes or a group are selected. What is selected shows at once; the bar, which has
 * to look at the whole drawing, is drawn in the pause after.
 */
export function SelectionBar() {
  const selection = useSelectionStore((state) => state.selection);
  // What is possible depends on the drawing, too.
  const flow = useFlowStore((state) => state.flow);
  // So do the sizes of what has just been put there, once they are all known.
  const count = Object.keys(boxesOf(flow)).length;
  const isMeasured = useGeometryStore(({ boxes }) => boxes.size === count);
  const news = useMemo(() => ({ selection, flow, isMeasured }), [selection, flow, isMeasured]);
  return <BarIfWanted news={useDeferredValue(news)} />;
}

interface News {
  selection: readonly Selectable[];
  flow: Flow;
  isMeasured: boolean;
}

const BarIfWanted = memo(function BarIfWanted({ news: { selection } }: { news: News }) {
  const isReadOnly = useIsReadOnly();
  const isWanted = unitsSelected() > 1 || selection.some(({ kind }) => kind === 'group');
  return isWanted && !isReadOnly ? <Bar count={selection.length} /> : null;
});

function Bar({ count }: { count: number }) {
  const ref = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const bar = ref.current;
    return () => {
      // The keyboard must not fall out of the page together with the bar.
      if (bar?.contains(document.activeElement) === true) canvasView().focus();
    };
  }, []);
  return (
    <Panel position="top-center" className={classes.place ?? ''}>
      <div ref={ref} role="group" aria-label="Arrange what is selected" className={classes.bar}>
        <span className={classes.count}>{count} selected</span>
        {shown.map((ids) => (
          <span key={ids[0]} className={classes.part}>
            {ids.flatMap((id) => {
              const action = actions.find((one) => one.id === id);
              return action === undefined ? [] : <BarButton key={id} action={action} can={isPossible(action)} />;
            })}
          </span>
        ))}
      </div>
    </Panel>
  );
}

/**
 * What does nothing now stays where it is, so that nothing jumps and the keyboard keeps its place. One more box that is selected
 * seldom makes another button possible.
 */
const BarButton = memo(function BarButton({ action, can }: { action: Action; can: boolean }) {
  const { label, icon: Icon, keys, run } = action;
  const key = keys?.[0];
  return (
    <Tooltip label={key === undefined ? label : `${label} · ${keysText(key)}`} openDelay={300}>
      <ActionIcon
        variant="subtle"
        size={26}
        color={action.isDanger === true ? 'red' : 'gray'}
        className={classes.button ?? ''}
        aria-label={label}
        aria-disabled={!can}
        onClick={() => {
          if (can) run();
        }}
      >
        <Icon size={17} aria-hidden />
      </ActionIcon>
    </Tooltip>
  );
});
