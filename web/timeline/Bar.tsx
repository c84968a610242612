import type { TimelineRow } from './rows.ts';
import classes from './Timeline.module.css';

const percent = (share: number): string => `${share * 100}%`;

/**
 * The bar of one message, its parts told apart: full while a handler works, a line on the wire, dots while it waits. What went
 * on though nobody waited is pale; a line below shows where it decided how long the whole took.
 */
export function Bar({ row, color }: { row: TimelineRow; color: string }) {
  const { left, width, lateWidth, state, segments, critical } = row;
  const end = left + width;
  return (
    <>
      {lateWidth > 0 && (
        <span className={classes.late} style={{ left: percent(end), width: percent(lateWidth), background: color }} />
      )}
      {state === 'lost' || segments.length === 0 ? (
        <span
          className={classes.bar}
          data-state={state}
          style={{ left: percent(left), width: percent(width), backgroundColor: color }}
        />
      ) : (
        <>
          <span className={classes.bar} data-base style={{ left: percent(left), width: percent(width), color }} />
          {segments.map((segment, index) => (
            <span
              key={segment.fromUs}
              className={classes.segment}
              data-kind={segment.kind}
              data-late={segment.left >= end || undefined}
              data-state={index === segments.length - 1 ? state : undefined}
              style={{ left: percent(segment.left), width: percent(segment.width), color }}
            />
          ))}
        </>
      )}
      {critical.map((stretch) => (
        <span
          key={stretch.left}
          className={classes.critical}
          style={{ left: percent(stretch.left), width: percent(stretch.width) }}
        />
      ))}
    </>
  );
}
