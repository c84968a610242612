import type { Sketch } from '#shared/flow/sketch.ts';
import classes from './Flows.module.css';

const box = { width: 200, height: 90 };
const air = 60;

/** A flow, small: where its boxes stand and what is wired to what. */
export function Thumbnail({ sketch }: { sketch: Sketch }) {
  const { boxes, lines } = sketch;
  const left = Math.min(...boxes.map(({ x }) => x)) - air;
  const top = Math.min(...boxes.map(({ y }) => y)) - air;
  const width = Math.max(...boxes.map(({ x }) => x)) + box.width + air - left;
  const height = Math.max(...boxes.map(({ y }) => y)) + box.height + air - top;
  return (
    <svg
      className={classes.thumbnail}
      viewBox={boxes.length === 0 ? '0 0 160 90' : `${left} ${top} ${width} ${height}`}
      aria-hidden
    >
      {lines.map(([from, to]) => {
        const [start, end] = [boxes[from], boxes[to]];
        if (start === undefined || end === undefined) return null;
        return (
          <line
            key={`${from} ${to}`}
            className={classes.sketchLine}
            x1={start.x + box.width / 2}
            y1={start.y + box.height / 2}
            x2={end.x + box.width / 2}
            y2={end.y + box.height / 2}
          />
        );
      })}
      {boxes.map(({ part, x, y }) => (
        <rect
          key={`${part} ${x} ${y}`}
          className={classes.sketchBox}
          data-part={part}
          x={x}
          y={y}
          rx={part === 'services' ? 14 : 44}
          {...box}
        />
      ))}
    </svg>
  );
}
