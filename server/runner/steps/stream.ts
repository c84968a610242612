import { Observable, Subscription } from 'rxjs';
import type { MakeStep, StepExpression, StepRun } from './stepRun.ts';
import type { StepOf } from '#shared/steps/step.ts';
import { wait } from './wait.ts';

/** Returns an Observable: the first value at once, then one each `everyMs`. It starts after the steps have ended. */
export const makeStream: MakeStep<'stream'> = (step, context) => {
  const value = context.expression(step.value, 'value');
  return async (run) => ({ values$: streamOf(step, { run, value }) });
};

/** How many values may follow each other before others get their turn. */
const breathEvery = 100;

function streamOf(
  { count, everyMs = 0 }: StepOf<'stream'>,
  { run, value }: { run: StepRun; value: StepExpression },
): Observable<unknown> {
  return new Observable((subscriber) => {
    const stop = new Subscription();
    const produce = async (): Promise<void> => {
      for (let index = 0; index < count && !stop.closed; index += 1) {
        if (index > 0 && (everyMs > 0 || index % breathEvery === 0)) await wait(everyMs, stop);
        subscriber.next(await value(run, { index }));
      }
    };
    produce().then(
      () => subscriber.complete(),
      (error: unknown) => subscriber.error(error),
    );
    return stop;
  });
}
