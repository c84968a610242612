import { IconCloud, IconDatabase, IconServer, IconUser, IconWorld, type Icon } from '@tabler/icons-react';
import type { Lifeline } from '../trace/sequence/lifelines.ts';
import type { SequenceLayout } from './layoutSequence.ts';
import classes from './Sequence.module.css';

const icons: Record<Lifeline['kind'], Icon> = {
  driver: IconUser,
  service: IconServer,
  broker: IconDatabase,
  external: IconCloud,
  outside: IconWorld,
};

/** The names of the lifelines; they stay in sight while what is below scrolls. */
export function SequenceHeads({ layout }: { layout: SequenceLayout }) {
  const { sequence, xs, headWidths, width } = layout;
  return (
    <ol className={classes.heads} style={{ width }} aria-label="Who takes part">
      {sequence.lifelines.map(({ key, name, kind }, column) => {
        const HeadIcon = icons[kind];
        const headWidth = headWidths[column] ?? 0;
        return (
          <li
            key={key}
            className={classes.head}
            title={`${kind} ${name}`}
            style={{ left: (xs[column] ?? 0) - headWidth / 2, width: headWidth }}
          >
            <HeadIcon size={13} aria-hidden />
            <span className={classes.headName}>{name}</span>
          </li>
        );
      })}
    </ol>
  );
}
