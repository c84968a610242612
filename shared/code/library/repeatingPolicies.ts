import type { LibraryFile } from './file.ts';

/** Policies that send again or answer instead, as rxjs operators. */
export const repeatingPolicyFiles: readonly LibraryFile[] = [
  {
    path: 'policies/retry',
    exports: ['retryWithBackoff'],
    needs: ['mayPass'],
    text: `import { defer, type MonoTypeOperatorFunction, retry, tap, throwError, timer } from 'rxjs';
import { mayPass } from './refusals.js';

export interface RetrySettings {
  /** Altogether, the first one included. */
  attempts: number;
  initialMs: number;
  maxMs: number;
}

/** Sends again what has failed, after a back-off that doubles; not when the callee answered that the request is wrong. */
export const retryWithBackoff =
  (settings: RetrySettings): MonoTypeOperatorFunction<any> =>
  (source$) =>
    defer(() => {
      let hasValue = false;
      return source$.pipe(
        tap(() => (hasValue = true)),
        retry({
          count: settings.attempts - 1,
          delay: (error: unknown, made) =>
            hasValue || !mayPass(error) ? throwError(() => error) : timer(backOffMs(settings, made)),
        }),
      );
    });

/** Half to the whole of a time that doubles with each attempt. */
function backOffMs({ initialMs, maxMs }: RetrySettings, made: number): number {
  const wholeMs = Math.min(maxMs, initialMs * 2 ** (made - 1));
  return Math.max(1, Math.round(wholeMs * (0.5 + Math.random() / 2)));
}
`,
  },
  {
    path: 'policies/hedge',
    exports: ['hedge'],
    needs: [],
    text: `import { type MonoTypeOperatorFunction, Observable, Subscription, timer } from 'rxjs';

/** The same request once more when there is no value after so long; the first value wins, the other one is let go. */
export const hedge =
  ({ afterMs }: { afterMs: number }): MonoTypeOperatorFunction<any> =>
  (source$) =>
    new Observable((subscriber) => {
      const running = new Set<Subscription>();
      let winner: Subscription | undefined;
      const win = (run: Subscription) => {
        if (winner !== undefined) return;
        winner = run;
        second.unsubscribe();
        for (const other of running) if (other !== run) other.unsubscribe();
      };
      const send = () => {
        const run = new Subscription();
        running.add(run);
        run.add(
          source$.subscribe({
            next: (value) => {
              win(run);
              subscriber.next(value);
            },
            error: (error: unknown) => {
              running.delete(run);
              if (winner === run || running.size === 0) subscriber.error(error);
            },
            complete: () => {
              win(run);
              subscriber.complete();
            },
          }),
        );
      };
      const second = timer(afterMs).subscribe(send);
      send();
      return () => {
        second.unsubscribe();
        for (const run of running) run.unsubscribe();
      };
    });
`,
  },
  {
    path: 'policies/fallback',
    exports: ['fallback'],
    needs: ['describeError'],
    text: `import { catchError, defer, type MonoTypeOperatorFunction, of } from 'rxjs';
import { describeError } from '../errors.js';

/** Another value instead of an error. */
export const fallback =
  (value: (error: any) => unknown): MonoTypeOperatorFunction<any> =>
  (source$) =>
    source$.pipe(catchError((error: unknown) => defer(() => of(value(describeError(error))))));
`,
  },
  {
    path: 'policies/dead-letter',
    exports: ['deadLetter'],
    needs: ['describeError'],
    text: `import { Logger } from '@nestjs/common';
import { catchError, type MonoTypeOperatorFunction, throwError } from 'rxjs';
import { describeError } from '../errors.js';

const logger = new Logger('DeadLetters');

/** Keeps a message whose call has failed for good; the caller still gets the error. Put a queue of yours behind the log. */
export const deadLetter =
  (message: { wire: string; pattern: unknown; data: unknown }): MonoTypeOperatorFunction<any> =>
  (source$) =>
    source$.pipe(
      catchError((error: unknown) => {
        logger.error(JSON.stringify({ ...message, error: describeError(error) }));
        return throwError(() => error);
      }),
    );
`,
  },
  {
    path: 'policies/idempotency',
    exports: ['withIdempotencyKey', 'stampIdempotencyKey', 'IdempotencyInterceptor'],
    needs: ['newId'],
    text: `import { AsyncLocalStorage } from 'node:async_hooks';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { defer, finalize, type MonoTypeOperatorFunction, Observable, ReplaySubject, share, tap } from 'rxjs';
import { newId } from '../meta.js';

const header = 'idempotency-key';
const keys = new AsyncLocalStorage<string>();

/** Every attempt of one call carries the same key. */
export const withIdempotencyKey = (): MonoTypeOperatorFunction<any> => (source$) =>
  defer(() => {
    const key = newId();
    return new Observable((subscriber) => keys.run(key, () => source$.subscribe(subscriber)));
  });

/** For ClientProxy.setOnDispatchHook: puts the key of the call that is being made on its packet. */
export function stampIdempotencyKey(packet: { metadata?: Record<string, string> }): void {
  const key = keys.getStore();
  if (key !== undefined) packet.metadata = { ...packet.metadata, [header]: key };
}

interface Kept {
  isDone: boolean;
  values$: Observable<unknown>;
}

const keptKeys = 500;

/** A handler runs once per key, and whoever comes with the same key gets the same answer. Errors are not kept. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  private readonly kept = new Map<string, Kept>();

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'rpc') return next.handle();
    const rpc = context.switchToRpc().getContext();
    // Of gRPC the context is the metadata themselves.
    const key = (rpc?.getMetadata?.() ?? rpc?.getMap?.())?.[header];
    if (typeof key !== 'string' || key === '') return next.handle();
    const name = context.getHandler().name + ' ' + key;
    return defer(() => this.kept.get(name)?.values$ ?? this.keep(name, next.handle()));
  }

  private keep(name: string, values$: Observable<unknown>): Observable<unknown> {
    const kept: Kept = { isDone: false, values$ };
    kept.values$ = values$.pipe(
      tap({ complete: () => (kept.isDone = true) }),
      finalize(() => {
        if (!kept.isDone) this.kept.delete(name);
      }),
      share({ connector: () => new ReplaySubject(), resetOnComplete: false }),
    );
    this.kept.set(name, kept);
    const [oldest] = this.kept.keys();
    if (this.kept.size > keptKeys && oldest !== undefined) this.kept.delete(oldest);
    return kept.values$;
  }
}
`,
  },
];
