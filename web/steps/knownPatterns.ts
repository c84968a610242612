import type { Flow, Handler } from '#shared/flow/flow.ts';
import { own } from '#shared/flow/lookup.ts';
import { patternText } from '#shared/flow/pattern.ts';
import { walkSteps, type StepOf } from '#shared/steps/step.ts';
import type { CallKind } from './newWires.ts';

type Call = StepOf<'send'> | StepOf<'emit'>;

/** Every pattern of the flow that somebody answers, sends or emits, as text, in alphabetical order. */
export function knownPatterns(flow: Flow, kind: CallKind): string[] {
  const answered = handlersOf(flow).flatMap(({ on }) => patternOf(on, kind) ?? []);
  const called = callsOf(flow).flatMap((step) => (isKind(step, kind) ? [patternText(step.pattern)] : []));
  return [...new Set([...answered, ...called])].toSorted();
}

/** Patterns that others send or emit to this service, and that it does not answer yet. */
export function wantedPatterns(flow: Flow, service: string, kind: CallKind): string[] {
  const answered = new Set(
    Object.values(own(flow.services, service)?.handlers ?? {}).flatMap(({ on }) => patternOf(on, kind) ?? []),
  );
  const brokers = Object.values(own(flow.services, service)?.listeners ?? {}).flatMap((listener) =>
    'broker' in listener ? [listener.broker] : [],
  );
  const called = callsOf(flow).flatMap((step) => {
    const to = own(flow.wires, step.wire)?.to;
    const comes = to === service || (to !== undefined && brokers.includes(to));
    return comes && isKind(step, kind) ? [patternText(step.pattern)] : [];
  });
  return [...new Set(called)].filter((pattern) => !answered.has(pattern)).toSorted();
}

const handlersOf = (flow: Flow): Handler[] =>
  Object.values(flow.services).flatMap(({ handlers }) => Object.values(handlers));

function callsOf(flow: Flow): Call[] {
  const calls: Call[] = [];
  for (const { steps } of handlersOf(flow)) {
    walkSteps(steps, '', (step) => {
      if (step.do === 'send' || step.do === 'emit') calls.push(step);
    });
  }
  return calls;
}

const isKind = (step: Call, kind: CallKind): boolean => (step.do === 'send') === (kind === 'request');

function patternOf(on: Handler['on'], kind: CallKind): string | undefined {
  if (kind === 'request') return 'message' in on ? patternText(on.message) : undefined;
  return 'event' in on ? patternText(on.event) : undefined;
}
