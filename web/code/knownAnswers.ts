import type { KnownAnswer } from '#shared/code/files/e2eFiles.ts';
import type { TraceBook } from '../trace/traceBook.ts';
import { useTraceStore } from '../trace/traceStore.ts';

/** What each driver got last, as far as the page knows: the exported tests expect it. Broken on purpose does not count. */
export function knownAnswers({ hops }: TraceBook): Record<string, KnownAnswer> {
  const answers = new Map<string, KnownAnswer>();
  for (const { driver, status, state, reply, error, replyBytes, faults } of hops.values()) {
    // What was too long for the stream is not all there.
    if (driver === undefined || status === undefined || replyBytes !== undefined || faults.length > 0) continue;
    const body = state === 'failed' ? error : reply;
    answers.set(driver, body === undefined ? { status } : { status, body });
  }
  return Object.fromEntries(answers);
}

/** The same, of what this page has seen until now. */
export const answersSoFar = (): Record<string, KnownAnswer> => knownAnswers(useTraceStore.getState().live);
