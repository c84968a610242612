import { Handle, Position } from '@xyflow/react';
import classes from './Box.module.css';

/** Where wires begin and end. Both can be clicked one after the other instead of dragged. */
export function InPort({ name }: { name: string }) {
  return <Handle type="target" position={Position.Left} className={classes.port} aria-label={`Into ${name}`} />;
}

export function OutPort({ name }: { name: string }) {
  return (
    <Handle
      type="source"
      position={Position.Right}
      className={classes.port}
      aria-label={`Wire from ${name}`}
      title="Drag to another box to draw a wire"
    />
  );
}
