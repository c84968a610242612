import { from, Observable, tap } from 'rxjs';
import type { Expression } from '../sandbox/compiledExpression.ts';
import { createSandbox } from '../sandbox/sandbox.ts';
import { describeError, toJson } from '../trace/describeError.ts';
import type { MakePolicy } from './policy.ts';

/** Another value instead of an error: `catchError(error => of(value))`. An event has no value to give. */
export const fallbackPolicy: MakePolicy<'fallback'> = ({ value }, { random }) => {
  const sandbox = createSandbox({ random });
  let underWay = 0;
  let isClosed = false;
  const disposeWhenIdle = (): void => {
    if (isClosed && underWay === 0) sandbox.dispose();
  };
  const compiled = compile(() => sandbox.compile(value, { names: ['data', 'error'] }));

  return {
    mistake: compiled instanceof Error ? { message: compiled.message, field: 'value' } : undefined,
    around: (source$, { data, isEvent, report }) => {
      if (isEvent) return source$;
      const instead = async (error: unknown): Promise<unknown> => {
        if (compiled instanceof Error) throw compiled;
        return compiled.evaluate({ data, error: describeError(error) });
      };
      const tell = (given: unknown, error: unknown): void => {
        const note = 'The caller got this value instead of the error.';
        report('fellBack', { data: toJson(given), error: describeError(error), note });
      };
      return new Observable((subscriber) => {
        underWay += 1;
        subscriber.add(() => {
          underWay -= 1;
          disposeWhenIdle();
        });
        return source$.subscribe({
          next: (value) => subscriber.next(value),
          error: (error: unknown) => {
            const given$ = from(instead(error)).pipe(tap((given) => tell(given, error)));
            subscriber.add(given$.subscribe(subscriber));
          },
          complete: () => subscriber.complete(),
        });
      });
    },
    close: () => {
      isClosed = true;
      disposeWhenIdle();
    },
  };
};

function compile(compiling: () => Expression): Expression | Error {
  try {
    return compiling();
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error));
  }
}
