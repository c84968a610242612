import { defer, lastValueFrom, of, Subject, throwError, toArray, type Observable } from 'rxjs';
import { expect, it } from 'vitest';
import type { HandlerCall } from '../service/handlerBody.ts';
import { ArrivingHop } from '../trace/arrivingHop.ts';
import { createTracer } from '../trace/tracer.ts';
import { KeptAnswers } from './idempotency.ts';

function message(key?: string, handler = 'charge'): HandlerCall {
  const hop = new ArrivingHop('request', { service: 'payments' });
  hop.arrive({ headers: key === undefined ? {} : { 'idempotency-key': key }, pattern: handler });
  return { hop, service: 'payments', handler, replica: 0, scope: {} };
}

/** A handler that counts its runs, and the notes of what was replayed. */
function kept(answer: (run: number) => Observable<unknown>) {
  const notes: (string | undefined)[] = [];
  const tracer = createTracer({ onBatch: (events) => notes.push(...events.map(({ note }) => note)) });
  let runs = 0;
  const body = new KeptAnswers(tracer).once(() =>
    defer(() => {
      runs += 1;
      return answer(runs);
    }),
  );
  const ask = (call: HandlerCall) => lastValueFrom(body(call).pipe(toArray()));
  const notesNow = () => {
    tracer.close();
    return notes;
  };
  return { body, ask, runs: () => runs, notesNow };
}

it('runs once per key and gives the same values again; without a key it just runs', async () => {
  const { ask, runs, notesNow } = kept((run) => of('run', run));
  expect([await ask(message('k')), await ask(message('k'))]).toEqual([
    ['run', 1],
    ['run', 1],
  ]);
  expect([await ask(message('other')), await ask(message('k', 'refund')), await ask(message())]).toEqual([
    ['run', 2],
    ['run', 3],
    ['run', 4],
  ]);
  expect(runs()).toBe(4);
  expect(notesNow()).toEqual(['The handler has run for this key: it gives the same answer again.']);
});

it('lets whoever comes while it runs wait for the one answer', async () => {
  const answer$ = new Subject<unknown>();
  const { ask, runs, notesNow } = kept(() => answer$);
  const both = Promise.all([ask(message('k')), ask(message('k'))]);
  answer$.next('one');
  answer$.complete();
  expect([await both, runs()]).toEqual([[['one'], ['one']], 1]);
  expect(notesNow()).toEqual(['The handler is running for this key: this message gets its answer too.']);
});

it('does not keep an error: the next attempt runs the handler again', async () => {
  const { ask, runs } = kept((run) => (run === 1 ? throwError(() => 'no') : of('ok')));
  await expect(ask(message('k'))).rejects.toBe('no');
  expect([await ask(message('k')), runs()]).toEqual([['ok'], 2]);
});

it('stops a handler that nobody waits for any more, and runs it again for the next', async () => {
  const answers = [new Subject<unknown>(), of('ok')];
  const { body, ask } = kept((run) => answers[run - 1] ?? of('more'));
  body(message('k')).subscribe().unsubscribe();
  expect([(answers[0] as Subject<unknown>).observed, await ask(message('k'))]).toEqual([false, ['ok']]);
});
