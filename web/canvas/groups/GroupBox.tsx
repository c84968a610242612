import { useKeyPress, useStore, type NodeProps } from '@xyflow/react';
import { groupSide } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { useFlowStore } from '../../flow/flowStore.ts';
import { boxOf } from '../boxIds.ts';
import { ResizeHandles } from './ResizeHandles.tsx';
import classes from './GroupBox.module.css';
import { GroupTitle } from './GroupTitle.tsx';

/** A titled area behind the boxes. Its title and its area drag it; with Shift held, a drag in it draws a selection instead. */
export function GroupBox({ id: node, selected }: NodeProps) {
  const { id } = boxOf(node);
  const group = useFlowStore(({ flow }) => own(flow.groups ?? {}, id));
  // From far away the title is drawn larger, so that it is always as large on the screen; close up it grows with everything.
  const scale = useStore(({ transform: [, , zoom] }) => Math.max(1, 1 / zoom));
  const isSelecting = useKeyPress('Shift');
  if (group === undefined) return null;
  return (
    <div
      className={classes.group}
      style={{ '--group-colour': `var(--mantine-color-${group.colour}-6)`, '--title-scale': scale }}
      data-selected={selected}
      data-passive={isSelecting}
      data-testid={`group-${id}`}
    >
      <GroupTitle id={id} title={group.title} />
      {selected && (
        <ResizeHandles
          box={{ part: 'groups', id }}
          position={group.position}
          size={group.size}
          name={group.title}
          least={{ width: groupSide.min, height: groupSide.min }}
        />
      )}
    </div>
  );
}
