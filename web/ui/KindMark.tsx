import type { MessageKind } from '#shared/trace.ts';
import classes from './KindMark.module.css';

const words = { http: 'HTTP', message: 'message', request: 'request', event: 'event' } as const;

/** The shape of a kind of message: a circle asks, a diamond tells, a square is HTTP. */
export function KindMark({ kind }: { kind: MessageKind | 'message' }) {
  return <span className={classes.mark} data-kind={kind} role="img" aria-label={words[kind]} title={words[kind]} />;
}
