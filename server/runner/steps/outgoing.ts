import { isCold, type StepOf } from '#shared/steps/step.ts';
import type { Observable } from 'rxjs';
import { whenThere, type OutgoingMessage, type Soon, type StepContext, type StepRun } from './stepRun.ts';

/** What `send` and `emit` have in common. Gives the call, which starts when it is subscribed to. */
export function makeOutgoing(
  step: StepOf<'send'> | StepOf<'emit'>,
  context: StepContext,
): (run: StepRun) => Soon<Observable<unknown>> {
  // Nest refuses to send null or undefined, so a message without data carries an empty object.
  const evaluate = step.data === undefined ? undefined : context.expression(step.data, 'data');
  const kind = step.do === 'send' ? 'request' : 'event';
  const call = (run: StepRun, data: unknown): Observable<unknown> => {
    const callWire = context.wire(step.wire);
    if (callWire === undefined) {
      throw context.failure(`this service has no wire "${step.wire}". Draw one, or choose another in this step.`);
    }
    const { hop, replica } = run.call;
    const message: OutgoingMessage = { pattern: step.pattern, data, kind, replica, parent: hop };
    return callWire(isCold(step) ? { ...message, isCold: true } : message);
  };
  return (run) => (evaluate === undefined ? call(run, {}) : whenThere(evaluate(run), (data) => call(run, data)));
}
