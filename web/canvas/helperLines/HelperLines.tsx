import { useStore } from '@xyflow/react';
import { OnDrawing } from '../OnDrawing.tsx';
import classes from './HelperLines.module.css';
import { useHelperLines } from './dragUnderWay.ts';

/** Thin lines, over the drawing, along which a dragged box is in line with others. */
export function HelperLines() {
  const lines = useHelperLines((state) => state.lines);
  const zoom = useStore((state) => state.transform[2]);
  if (lines.length === 0) return null;
  const thickness = 1 / zoom;
  return (
    <OnDrawing>
      {lines.map(({ axis, at, from, to }) => (
        <div
          key={`${axis} ${at}`}
          className={classes.line}
          data-testid="helper-line"
          style={
            axis === 'x'
              ? { transform: `translate(${at}px, ${from}px)`, width: thickness, height: to - from }
              : { transform: `translate(${from}px, ${at}px)`, width: to - from, height: thickness }
          }
        />
      ))}
    </OnDrawing>
  );
}
