import { of, Subject, throwError, TimeoutError } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { expect, it } from 'vitest';
import { policyCall, wired } from './testing.ts';

it('gives up after so many milliseconds without a value, with the error of rxjs', () => {
  new TestScheduler(() => undefined).run(({ flush, cold }) => {
    const call = policyCall();
    const seen: unknown[] = [];
    wired({ timeout: { ms: 1000 } })(cold('500ms a 2s b', { a: 'a', b: 'b' }), call).subscribe({
      next: (value) => seen.push(value),
      error: (error: unknown) => seen.push(error),
    });
    flush();
    expect(seen).toEqual(['a', expect.any(TimeoutError)]);
    expect(call.reported).toEqual([['timedOut', { note: 'No value within 1000 ms.' }]]);
  });
});

it('passes values, ends and errors on, and stops the attempt it gave up', () => {
  const call = policyCall();
  const values: unknown[] = [];
  const policy = wired({ timeout: { ms: 600_000 } });
  policy(of(1, 2), call).subscribe((value) => values.push(value));
  policy(
    throwError(() => 'no'),
    call,
  ).subscribe({ error: (error: unknown) => values.push(error) });
  const endless = new Subject();
  policy(endless, call).subscribe().unsubscribe();
  expect([values, endless.observed, call.reported]).toEqual([[1, 2, 'no'], false, []]);
});

it('is nothing at all without settings', () => {
  const source$ = of(1);
  expect(wired({})(source$, policyCall())).toBe(source$);
});
