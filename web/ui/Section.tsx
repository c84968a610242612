import type { ReactNode } from 'react';
import classes from './Section.module.css';

/** A titled part of a panel, with what can be added to it at the right of the title. */
export function Section({ title, action, children }: { title: string; action?: ReactNode; children: ReactNode }) {
  return (
    <section className={classes.section} aria-label={title}>
      <div className={classes.head}>
        <h3 className={classes.title}>{title}</h3>
        {action}
      </div>
      {children}
    </section>
  );
}
