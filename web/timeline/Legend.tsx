import classes from './Timeline.module.css';

const parts = [
  { kind: 'handler', words: 'handler' },
  { kind: 'wire', words: 'wire' },
  { kind: 'client', words: 'client, tries' },
  { kind: 'backOff', words: 'waits' },
  { kind: 'held', words: 'held' },
] as const;

/** What the parts of a bar mean. Where there is no room for it, each row says it in its own words. */
export function Legend() {
  return (
    <ul className={classes.legend} aria-label="Parts of a bar">
      {parts.map(({ kind, words }) => (
        <li key={kind}>
          <span className={classes.sample} aria-hidden>
            <span className={classes.segment} data-kind={kind} />
          </span>
          {words}
        </li>
      ))}
      <li>
        <span className={classes.sample} aria-hidden>
          <span className={classes.critical} style={{ bottom: 7 }} />
        </span>
        critical path
      </li>
    </ul>
  );
}
