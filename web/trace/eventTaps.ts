import { Subject, type Observable } from 'rxjs';
import type { TraceEvent } from '#shared/trace.ts';

/** Events as they come in, for what moves; what stays is in the trace store. Fed beside it, by whoever feeds it. */
const subject = new Subject<readonly TraceEvent[]>();

export const events$: Observable<readonly TraceEvent[]> = subject;

export function tapEvents(events: readonly TraceEvent[]): void {
  subject.next(events);
}
