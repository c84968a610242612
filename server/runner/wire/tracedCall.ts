import { defer, ignoreElements, throwError, type Observable } from 'rxjs';
import type { PolicyCall } from '../policies/policy.ts';
import type { PolicyStack } from '../policies/wirePolicies.ts';
import type { OpenCall } from '../trace/clientTap.ts';
import type { HopContext } from '../trace/context.ts';
import { toJson } from '../trace/describeError.ts';
import type { HopLedger } from '../trace/hopLedger.ts';
import type { Tracer } from '../trace/tracer.ts';
import type { CallBook } from './inFlight.ts';
import { tracedHop, type ReportHop, type TracedHopParts } from './tracedHop.ts';

/**
 * One call over a wire, inside its policies. It is one hop, unless a policy may send it more than once: then each attempt
 * is a hop of its own below that of the call.
 *
 *   call ─▶ fallback … hedge ─▶ attempt ─▶ timeout ─▶ client
 *    ╰─ hop: called, retried, …   ╰─ hop: called, sent, …, timedOut
 */

/** A wire keeps no more unanswered messages than this: without a timeout each of them would stay for ever. */
const maxOpen = 5000;

class TooManyUnansweredError extends Error {
  override readonly name = 'TooManyUnansweredError';
}

export interface CallParts {
  hop: HopContext;
  parent?: HopContext | undefined;
  data: unknown;
  /** Undefined when it has none. */
  policies: PolicyStack | undefined;
  /** Of an earlier call that this one repeats. */
  idempotencyKey?: string | undefined;
  /** Hands one attempt to the client. */
  dispatch: (call: OpenCall) => Observable<unknown>;
  /** What is on the client's connections. */
  inFlight: CallBook;
  /** How many calls of the wire have begun and not ended. */
  open: { calls: number };
  ledger: HopLedger;
  tracer: Tracer;
}

/** It begins when it is subscribed to; once only. */
export function tracedCall(parts: CallParts): Observable<unknown> {
  const { hop, parent, data, policies, inFlight, open, ledger, tracer } = parts;
  const idempotencyKey = parts.idempotencyKey ?? (policies?.isIdempotent === true ? hop.hopId : undefined);
  const call: OpenCall = { hop, isAnswered: false, idempotencyKey, timeoutMs: policies?.timeoutMs };
  const called: TracedHopParts['called'] = { data: toJson(data) };
  if (policies?.sendsAgain === true) called.attempts = policies.attempts;
  else if (policies?.timeoutMs !== undefined) called.timeoutMs = policies.timeoutMs;
  if (idempotencyKey !== undefined) called.idempotencyKey = idempotencyKey;
  return tracedHop({
    call,
    parent,
    called,
    values: (report) => callOnce(parts, call, report),
    onBegin: () => {
      open.calls += 1;
    },
    onEnd: () => {
      open.calls -= 1;
      inFlight.end(call);
    },
    ledger,
    tracer,
  });
}

function callOnce(parts: CallParts, call: OpenCall, report: ReportHop): Observable<unknown> {
  const { hop, data, policies, dispatch, inFlight, open, ledger } = parts;
  const refusal = ledger.refusal(hop) ?? (open.calls <= maxOpen ? undefined : tooManyUnanswered());
  if (refusal !== undefined) return throwError(() => refusal);
  if (policies === undefined) {
    inFlight.begin(call);
    return answersOf(hop, dispatch(call));
  }
  let attempts = 0;
  const view: PolicyCall = {
    data,
    isEvent: hop.kind === 'event',
    attemptsMade: () => attempts,
    report: (type, details) => {
      // Whoever takes the fallback's value and leaves has been answered.
      if (type === 'fellBack') call.isAnswered = true;
      const { idempotencyKey } = call;
      report(type, type === 'deadLettered' && idempotencyKey !== undefined ? { ...details, idempotencyKey } : details);
    },
  };
  const attempt$ = defer(() => {
    attempts += 1;
    if (policies.sendsAgain) return tracedAttempt(parts, policies, { call, view, attempt: attempts });
    inFlight.begin(call);
    return policies.aroundAttempt(answersOf(hop, dispatch(call)), view);
  });
  return policies.aroundCall(attempt$, view);
}

function tracedAttempt(
  { hop, dispatch, inFlight, ledger, tracer }: CallParts,
  policies: PolicyStack,
  { call, view, attempt }: { call: OpenCall; view: PolicyCall; attempt: number },
): Observable<unknown> {
  const { pattern, kind, place } = hop;
  const own: OpenCall = {
    ...call,
    of: call,
    hop: ledger.begin({ pattern, kind, place, attempt }, hop),
    isAnswered: false,
  };
  inFlight.begin(own);
  const values = (report: ReportHop): Observable<unknown> =>
    policies.aroundAttempt(answersOf(hop, dispatch(own)), { ...view, report });
  return tracedHop({
    call: own,
    parent: hop,
    called: timeoutOf(policies),
    values,
    onValue: () => {
      call.isAnswered ||= own.isAnswered;
    },
    onEnd: () => inFlight.end(own),
    ledger,
    tracer,
  });
}

/** `emit` gives one empty value, which is nobody's answer. */
const answersOf = ({ kind }: HopContext, values$: Observable<unknown>): Observable<unknown> =>
  kind === 'event' ? values$.pipe(ignoreElements()) : values$;

const timeoutOf = ({ timeoutMs }: PolicyStack): { timeoutMs?: number } =>
  timeoutMs === undefined ? {} : { timeoutMs };

const tooManyUnanswered = (): Error =>
  new TooManyUnansweredError(
    `${maxOpen} messages on this wire wait for an answer already. Give the wire a timeout, or mend who does not answer.`,
  );
