import { concat, of, throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { expect, it } from 'vitest';
import type { Policies } from '#shared/policies/policies.ts';
import { RateLimitedError } from './refusals.ts';
import { attempts, policyCall, wired } from './testing.ts';

const fails = (error: unknown) => () => throwError(() => error);
const works = () => of('ok');

/** What comes out, with the virtual millisecond in which it did. */
function play(
  source$: Observable<unknown>,
  retry: NonNullable<Policies['retry']>,
  random = () => 1,
): { seen: unknown[]; reported: unknown[] } {
  const call = policyCall();
  const seen: unknown[] = [];
  const scheduler = new TestScheduler(() => undefined);
  scheduler.run(({ flush }) => {
    wired({ retry }, { random })(source$, call).subscribe({
      next: (value) => seen.push([scheduler.now(), value]),
      error: (error: unknown) => seen.push([scheduler.now(), error]),
    });
    flush();
  });
  return { seen, reported: call.reported };
}

it('sends again after a back-off that doubles up to its limit', () => {
  const source$ = attempts(fails('a'), fails('b'), fails('c'), works);
  const { seen, reported } = play(source$, { attempts: 4, initialMs: 100, maxMs: 250 });
  expect(seen).toEqual([[100 + 200 + 250, 'ok']]);
  expect(reported).toEqual([
    ['retried', { attempt: 2, attempts: 4, delayMs: 100, error: 'a', note: 'Attempt 2 of 4 in 100 ms.' }],
    ['retried', { attempt: 3, attempts: 4, delayMs: 200, error: 'b', note: 'Attempt 3 of 4 in 200 ms.' }],
    ['retried', { attempt: 4, attempts: 4, delayMs: 250, error: 'c', note: 'Attempt 4 of 4 in 250 ms.' }],
  ]);
});

it('draws the back-off between half and the whole, and never sends in the same tick', () => {
  const drawn = play(attempts(fails('a'), works), { attempts: 2, initialMs: 100, maxMs: 100 }, () => 0);
  expect(drawn.seen).toEqual([[50, 'ok']]);
  const shortest = play(attempts(fails('a'), works), { attempts: 2, initialMs: 1, maxMs: 1 }, () => 0);
  expect(shortest.seen).toEqual([[1, 'ok']]);
});

it('gives up with the last error', () => {
  const source$ = attempts(fails('first'), fails('last'));
  expect(play(source$, { attempts: 2, initialMs: 10, maxMs: 10 }).seen).toEqual([[10, 'last']]);
  expect(source$.count()).toBe(2);
});

it.each([
  ['a refusal of its own wire', new RateLimitedError('no token')],
  ['a request that the callee calls wrong', { status: 404, message: 'Nobody' }],
  ['the same as HTTP says it', { statusCode: 422, message: 'No' }],
])('does not repeat %s', (_name, error) => {
  const source$ = attempts(fails(error));
  expect(play(source$, { attempts: 5, initialMs: 10, maxMs: 10 })).toEqual({ seen: [[0, error]], reported: [] });
  expect(source$.count()).toBe(1);
});

it.each([{ status: 429 }, { status: 408 }, { status: 503 }, { status: 'error' }, 'text', new Error('lost'), null])(
  'repeats %o',
  (error) => {
    expect(play(attempts(fails(error), works), { attempts: 2, initialMs: 10, maxMs: 10 }).seen).toEqual([[10, 'ok']]);
  },
);

it('does not repeat what has given a value already', () => {
  const source$ = attempts(() =>
    concat(
      of('first'),
      throwError(() => 'broke off'),
    ),
  );
  const { seen } = play(source$, { attempts: 3, initialMs: 10, maxMs: 10 });
  expect(seen).toEqual([
    [0, 'first'],
    [0, 'broke off'],
  ]);
});

it('stops waiting when the caller leaves', () => {
  const source$ = attempts(fails('a'), works);
  new TestScheduler(() => undefined).run(({ flush, hot }) => {
    const leaving$ = hot('20ms x').subscribe(() => calling.unsubscribe());
    const policy = wired({ retry: { attempts: 3, initialMs: 100, maxMs: 100 } });
    const calling = policy(source$, policyCall()).subscribe();
    flush();
    leaving$.unsubscribe();
  });
  expect(source$.count()).toBe(1);
});
