import { makeLine, svgPath } from '../geometry/line.ts';
import { useGeometryStore } from '../geometryStore.ts';
import { OnDrawing } from '../OnDrawing.tsx';
import classes from './QuickAdd.module.css';
import type { QuickAddAsk } from './quickAddStore.ts';

/** The line that was let go stays where it is while one chooses what it leads to. */
export function LooseLine({ ask: { at, join } }: { ask: QuickAddAsk }) {
  const box = join !== undefined && 'box' in join ? join.box : '';
  const rect = useGeometryStore(({ boxes }) => boxes.get(box));
  if (join === undefined || 'wire' in join || rect === undefined) return null;
  const side = { x: join.way === 'out' ? rect.x + rect.width : rect.x, y: rect.y + rect.height / 2 };
  const line = join.way === 'out' ? makeLine(side, at) : makeLine(at, side);
  return (
    <OnDrawing>
      <svg className={classes.loose} aria-hidden>
        <path d={svgPath(line)} />
      </svg>
    </OnDrawing>
  );
}
