import { EmptyError, Subscription, TimeoutError, type Observable } from 'rxjs';
import { isDeadlineExceeded } from '../wire/grpcErrors.ts';
import { CallError } from '../service/callError.ts';
import { makeOutgoing } from './outgoing.ts';
import { whenThere, type MakeStep, type StepRun } from './stepRun.ts';

/** A reply of more values than this is cut off: a stranger's service may never stop answering. */
const maxValues = 10_000;

/** `await lastValueFrom(client.send(pattern, data))`, or all the values when there are several. */
export const makeSend: MakeStep<'send'> = (step, context) => {
  const outgoing = makeOutgoing(step, context);
  const { as } = step;
  const keep = (values: readonly unknown[], { scope }: StepRun): void => {
    if (values.length > maxValues) throw context.failure(`the reply has more than ${maxValues} values. Ask for less.`);
    if (values.length === 0) throw new EmptyError();
    if (as !== undefined) scope[as] = values.length === 1 ? values[0] : values;
  };
  return (run) =>
    whenThere(outgoing(run), (values$) =>
      step.subscribe === false ? leaveUnsent(values$) : receive(values$, run, keep),
    );
};

/** What the wire gives here tells the trace that nothing leaves, and ends at once. */
function leaveUnsent(values$: Observable<unknown>): undefined {
  values$.subscribe();
}

type Keep = (values: readonly unknown[], run: StepRun) => void;

/** One subscription and one promise: each operator of rxjs, and each `await`, would be another of them per message. */
function receive(values$: Observable<unknown>, run: StepRun, keep: Keep): Promise<undefined> {
  return new Promise((resolve, reject) => {
    const values: unknown[] = [];
    const receiving = new Subscription();
    const end = (): void => {
      try {
        keep(values, run);
        resolve(undefined);
      } catch (error) {
        reject(error);
      }
    };
    receiving.add(
      values$.subscribe({
        next: (value) => {
          values.push(value);
          if (values.length <= maxValues) return;
          end();
          receiving.unsubscribe();
        },
        error: (error: unknown) =>
          reject(new CallError(error, error instanceof TimeoutError || isDeadlineExceeded(error))),
        complete: end,
      }),
    );
    run.stop.add(receiving);
  });
}
