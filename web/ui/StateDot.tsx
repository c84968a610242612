import classes from './StateDot.module.css';

/** The state of something alive. The word always stands beside it, so the dot itself says nothing to a reader. */
export function StateDot({ state }: { state: string }) {
  return <span className={classes.dot} data-state={state} aria-hidden />;
}
