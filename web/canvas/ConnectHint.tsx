import { useConnection } from '@xyflow/react';
import { useEffect, useState } from 'react';
import classes from './Canvas.module.css';
import { aimAt, boxAt, type Drawing } from './drawWire.ts';

interface Aim {
  x: number;
  y: number;
  /** Why not, when it cannot be. */
  why?: string | undefined;
}

/** While a line is drawn: beside the pointer, why it cannot end here, before it is let go. The boxes show it by their border. */
export function ConnectHint() {
  const from = useConnection((connection) =>
    connection.inProgress ? `${connection.fromHandle.type === 'source' ? 'out' : 'in'} ${connection.fromNode.id}` : '',
  );
  const [aim, setAim] = useState<Aim>();
  useEffect(() => {
    if (from === '') return undefined;
    const [way = '', ...node] = from.split(' ');
    const drawing: Drawing = { node: node.join(' '), way: way === 'out' ? 'out' : 'in' };
    let marked: Element | null = null;
    const mark = (node: string | undefined, isGood: boolean): void => {
      marked?.removeAttribute('data-aim');
      marked = node === undefined ? null : document.querySelector(`.react-flow__node[data-id="${CSS.escape(node)}"]`);
      marked?.setAttribute('data-aim', isGood ? 'good' : 'bad');
    };
    const look = ({ clientX: x, clientY: y }: { clientX: number; clientY: number }): void => {
      const other = boxAt({ x, y });
      const result = other === undefined || other === drawing.node ? undefined : aimAt(drawing, other);
      mark(result === undefined ? undefined : other, result?.ok === true);
      setAim(result?.ok === false ? { x, y, why: result.why } : undefined);
    };
    const onTouch = ({ touches }: TouchEvent): void => {
      if (touches[0] !== undefined) look(touches[0]);
    };
    window.addEventListener('pointermove', look);
    window.addEventListener('touchmove', onTouch);
    return () => {
      window.removeEventListener('pointermove', look);
      window.removeEventListener('touchmove', onTouch);
      mark(undefined, false);
      setAim(undefined);
    };
  }, [from]);
  if (aim?.why === undefined) return null;
  return (
    <div className={classes.connectHint} role="status" style={{ left: aim.x + 16, top: aim.y + 12 }}>
      {aim.why}
    </div>
  );
}
