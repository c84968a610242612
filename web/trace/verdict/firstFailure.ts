import type { PolicyKind } from '#shared/policies/policies.ts';
import type { HopEvent } from '#shared/trace.ts';
import { durationText } from '../../ui/durationText.ts';
import type { HopView } from '../hopView.ts';
import { because } from './because.ts';
import { callOf, troubleOf, waitedFor, type Story } from './story.ts';
import { answerer, calleeName, callerName, patternName, quoted, timesText, timeText, wireName } from './words.ts';

/** What failed first, why, and how often it was tried: a sentence without its full stop. */
export function firstFailure(story: Story, hop: HopView): string {
  return `${whatFailed(story, hop)}${retriesText(story, hop)}`;
}

function whatFailed(story: Story, hop: HopView): string {
  const { flow } = story;
  const trouble = troubleOf(hop);
  const callee = calleeName(flow, hop);
  const pattern = patternName(hop);
  if (trouble === undefined) return callFailedText(story, hop, trouble);
  const { type } = trouble;
  if (type === 'rejected') return `${refusal(trouble)} of ${answerer(flow, hop)} did not let ${pattern} through`;
  if (type === 'unhandled') {
    return `${callee} has no handler for ${pattern}${because(story, hop, { harm: 'pattern', subject: callee })}`;
  }
  if (type === 'lost') return lostText(story, hop, trouble);
  if (type === 'timedOut') return timeoutText(story, hop);
  if (type !== 'threw') return callFailedText(story, hop, trouble);
  const service = flow.services[trouble.service ?? '']?.name ?? callee;
  const reason = because(story, hop, { harm: 'error', subject: `${service} ${pattern}` });
  const unseen = hop.kind === 'event' ? ', for which nobody waits' : '';
  return `${service} threw ${quoted(trouble.error)} in ${pattern}${reason}${unseen}`;
}

const refusals: Partial<Record<PolicyKind, string>> = {
  breaker: 'the open circuit breaker',
  bulkhead: 'the full bulkhead',
  rate: 'the rate limit',
};

function refusal({ policy }: HopEvent): string {
  return (policy && refusals[policy]) ?? `the ${policy ?? 'policy'}`;
}

function lostText({ flow }: Story, hop: HopView, { note }: HopEvent): string {
  const over = calleeName(flow, hop);
  const gaveUp = hop.state === 'timedOut' && hop.timeoutMs !== undefined;
  const waiting = gaveUp ? `; ${callerName(flow, hop)} gave up at ${durationText(hop.timeoutMs ?? 0)}` : '';
  return `nobody received ${patternName(hop)} on ${over}${note === undefined ? '' : ` (${note})`}${waiting}`;
}

/** Who took too long, and who had stopped waiting by then. */
function timeoutText(story: Story, hop: HopView): string {
  const { flow } = story;
  const endedUs = hop.endedUs ?? hop.lastUs;
  const slow = waitedFor(story, hop, endedUs);
  const subject = answerer(flow, slow);
  const reason = because(story, slow, { harm: 'time', subject });
  const on = slow === hop ? '' : ` on ${answerer(flow, hop)}`;
  const patience = hop.timeoutMs === undefined ? timeText(hop.startedUs, endedUs) : durationText(hop.timeoutMs);
  return `${lateness(story, slow)}${reason}; ${callerName(flow, hop)} gave up${on} at ${patience}`;
}

function lateness({ flow }: Story, slow: HopView): string {
  const answeredUs = lateAnswerUs(slow);
  if (answeredUs !== undefined) return `${answerer(flow, slow)} answered after ${timeText(slow.startedUs, answeredUs)}`;
  if (slow.deliveries.length === 0) return `${patternName(slow)} never reached ${calleeName(flow, slow)}`;
  return `${calleeName(flow, slow)} did not answer ${patternName(slow)}`;
}

/** When the answer reached the caller's side, however late; what a fallback gave in its place is none. */
function lateAnswerUs({ events }: HopView): number | undefined {
  const hasFallenBack = events.some(({ type }) => type === 'fellBack');
  const isAnswer = ({ type }: HopEvent): boolean =>
    type === 'orphaned' || type === 'replied' || (type === 'answered' && !hasFallenBack);
  return events.findLast(isAnswer)?.atUs;
}

const brokenConnection = /ECONN|EPIPE|ETIMEDOUT|EHOSTUNREACH|Connection closed|Connection is closed/;

/** It ended with an error that no handler threw. */
function callFailedText(story: Story, hop: HopView, trouble: HopEvent | undefined): string {
  const { flow } = story;
  const [from, to, pattern] = [callerName(flow, hop), calleeName(flow, hop), patternName(hop)];
  const error = trouble?.error ?? trouble?.data ?? hop.error;
  const said = quoted(error, trouble?.status);
  const wasThere = hop.deliveries.length > 0;
  if (brokenConnection.test(said)) {
    const subject = answerer(flow, hop);
    const reason = because(story, hop, { harm: 'connection', subject });
    const why = reason === '' ? '' : `${reason},`;
    if (wasThere) return `the connection of ${subject} broke${why} while ${from} waited for ${pattern}: ${said}`;
    return `${from} could not reach ${to}${throughWire(story, hop)}${reason}: ${said}`;
  }
  if (wasThere) return `${to} answered ${pattern} with ${said}`;
  return `${from} could not send ${pattern} to ${to}: ${said}`;
}

function throughWire({ flow }: Story, hop: HopView): string {
  const name = wireName(flow, hop);
  return name === undefined ? '' : ` over ${name}`;
}

/** `; orders retried twice, in vain`. After "gave up" it is the same one who retries. */
function retriesText(story: Story, hop: HopView): string {
  const call = callOf(story, hop);
  const retries = call.events.filter(({ type }) => type === 'retried').length;
  if (retries === 0) return '';
  const who = troubleOf(hop)?.type === 'timedOut' ? ' and' : `; ${callerName(story.flow, call)}`;
  const vain = call.state === 'failed' || call.state === 'timedOut' ? ', in vain' : '';
  return `${who} retried ${timesText(retries)}${vain}`;
}
