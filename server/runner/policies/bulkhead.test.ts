import { BulkheadRejectedError } from 'cockatiel';
import { defer, of, Subject } from 'rxjs';
import { expect, it } from 'vitest';
import { policyCall, wired } from './testing.ts';

/** Calls by name, each answered by hand. */
function bulkhead(limit: number, queue: number) {
  const call = policyCall();
  const policy = wired({ bulkhead: { limit, queue } });
  const log: string[] = [];
  const open = (name: string) => {
    const answer$ = new Subject<unknown>();
    const source$ = defer(() => {
      log.push(`${name} sent`);
      return answer$;
    });
    const subscription = policy(source$, call).subscribe({
      error: (error: unknown) => log.push(`${name} ${error instanceof BulkheadRejectedError ? 'refused' : 'failed'}`),
      complete: () => log.push(`${name} done`),
    });
    return { end: () => answer$.complete(), fail: () => answer$.error('no'), leave: () => subscription.unsubscribe() };
  };
  return { call, log, open, policy };
}

/** Whoever gets a place begins on the next microtask. */
const turn = (): Promise<void> => Promise.resolve();

it('sends so many at a time, lets so many wait, and refuses the next', async () => {
  const { call, log, open } = bulkhead(1, 1);
  const [a] = [open('a'), open('b'), open('c')];
  await turn();
  expect(log).toEqual(['c refused', 'a sent']);
  expect(call.reported).toEqual([
    ['rejected', { policy: 'bulkhead', note: 'All 1 places are taken and 1 wait: it was not sent.' }],
  ]);
  a?.end();
  await turn();
  expect(log.slice(2)).toEqual(['a done', 'b sent']);
});

it('frees the place of a call that failed or was left, and the wish of one that waited', async () => {
  const { log, open } = bulkhead(1, 2);
  const a = open('a');
  const b = open('b');
  const c = open('c');
  await turn();
  b.leave();
  a.fail();
  await turn();
  expect(log).toEqual(['a sent', 'a failed', 'c sent']);
  c.leave();
  open('d');
  await turn();
  expect(log.slice(3)).toEqual(['d sent']);
});

it('passes the place on past one that left between getting it and beginning', async () => {
  const { log, open } = bulkhead(1, 2);
  const a = open('a');
  const b = open('b');
  open('c');
  await turn();
  a.end();
  b.leave();
  await turn();
  await turn();
  expect(log).toEqual(['a sent', 'a done', 'c sent']);
});

it('has its place free before the caller goes on', async () => {
  const { policy, call } = bulkhead(1, 0);
  const values: unknown[] = [];
  await new Promise<void>((resolve) => {
    policy(of('first'), call).subscribe({
      complete: () => policy(of('next'), call).subscribe({ next: (value) => values.push(value), complete: resolve }),
    });
  });
  expect(values).toEqual(['next']);
});
