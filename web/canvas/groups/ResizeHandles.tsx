import { NodeResizer } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import { useIsReadOnly } from '../../flow/accessStore.ts';
import type { BoxId } from '../boxIds.ts';
import { gridStep } from '../canvasPrefs.ts';
import type { Point, Rect, Size } from '../geometry/line.ts';
import { tryEdits } from './groupActions.ts';
import { resizing } from './groupEdits.ts';
import classes from './ResizeHandles.module.css';

interface ResizeHandlesProps {
  box: BoxId;
  /** As the flow says; a note may have no size yet. */
  position: Point;
  size: Size | undefined;
  name: string;
  least: Size;
}

const arrows: Readonly<Record<string, Size>> = {
  ArrowLeft: { width: -1, height: 0 },
  ArrowRight: { width: 1, height: 0 },
  ArrowUp: { width: 0, height: -1 },
  ArrowDown: { width: 0, height: 1 },
};

/** Makes a note or a group larger and smaller: by its edges and corners, one edit at the end; by arrow keys on the lower right corner. */
export function ResizeHandles({ box, position, size, name, least }: ResizeHandlesProps) {
  const isReadOnly = useIsReadOnly();
  if (isReadOnly) return null;
  const before: Rect = { ...position, width: size?.width ?? Number.NaN, height: size?.height ?? Number.NaN };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>): void => {
    const arrow = arrows[event.key];
    const drawn = event.currentTarget.closest<HTMLElement>('.react-flow__node');
    if (arrow === undefined || drawn === null) return;
    event.preventDefault();
    // Elsewhere these keys move the box.
    event.stopPropagation();
    const step = event.shiftKey ? 1 : gridStep;
    const width = Math.max(least.width, (size?.width ?? drawn.offsetWidth) + arrow.width * step);
    const height = Math.max(least.height, (size?.height ?? drawn.offsetHeight) + arrow.height * step);
    tryEdits(resizing(box, before, { ...position, width, height }), `resize ${box.part} ${box.id}`);
  };
  return (
    <>
      <NodeResizer
        minWidth={least.width}
        minHeight={least.height}
        handleClassName={`${classes.handle} nodrag`}
        lineClassName={classes.line ?? ''}
        onResizeEnd={(_event, { x, y, width, height }) => tryEdits(resizing(box, before, { x, y, width, height }))}
      />
      <button
        type="button"
        className={`${classes.corner} nodrag nopan`}
        aria-label={`Resize ${name}`}
        title="Drag, or press the arrow keys"
        onKeyDown={onKeyDown}
      />
    </>
  );
}
