import { Handle, Position } from '@xyflow/react';
import type { KeyboardEvent } from 'react';
import classes from './Box.module.css';

/** Where wires begin and end: drag from one to the other, or choose one after the other by click or Enter. */
export function InPort({ name }: { name: string }) {
  return (
    <Handle
      type="target"
      position={Position.Left}
      className={classes.port}
      role="button"
      tabIndex={0}
      aria-label={`Into ${name}`}
      onKeyDown={chooseByKey}
    />
  );
}

export function OutPort({ name }: { name: string }) {
  return (
    <Handle
      type="source"
      position={Position.Right}
      className={classes.port}
      role="button"
      tabIndex={0}
      aria-label={`Wire from ${name}`}
      title="Drag to another box to draw a wire"
      onKeyDown={chooseByKey}
    />
  );
}

function chooseByKey(event: KeyboardEvent<HTMLDivElement>): void {
  if (event.key !== 'Enter' && event.key !== ' ') return;
  event.preventDefault();
  // Elsewhere these keys select the box, or start and stop the picture.
  event.stopPropagation();
  event.currentTarget.click();
}
