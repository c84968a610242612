import { throwError, type Observable } from 'rxjs';
import { TestScheduler } from 'rxjs/testing';
import { expect, it } from 'vitest';
import { attempts, policyCall, wired } from './testing.ts';

type Play = { seen: unknown[]; reported: unknown[]; sent: number };

/** Attempts as marbles, hedged after 50 ms. */
function play(marbles: readonly string[], { isEvent = false } = {}): Play {
  const seen: unknown[] = [];
  let sent = 0;
  const call = policyCall({ attemptsMade: () => sent, isEvent });
  const scheduler = new TestScheduler(() => undefined);
  scheduler.run(({ flush, cold }) => {
    const each = marbles.map((marble) => (): Observable<unknown> => {
      sent += 1;
      return cold(marble);
    });
    wired({ hedge: { afterMs: 50 } })(attempts(...each), call).subscribe({
      next: (value) => seen.push([scheduler.now(), value]),
      error: (error: unknown) => seen.push([scheduler.now(), error]),
      complete: () => seen.push([scheduler.now(), 'end']),
    });
    flush();
  });
  return { seen, reported: call.reported, sent };
}

const sentOnceMore = ['hedged', { attempt: 2, note: 'No value after 50 ms: sent once more.' }];
const won = (winner: number) => ['hedged', { winner, note: `Attempt ${winner} was first.` }];

it('leaves a quick request alone', () => {
  expect(play(['20ms (a|)'])).toEqual({
    seen: [
      [20, 'a'],
      [20, 'end'],
    ],
    reported: [],
    sent: 1,
  });
});

it('takes the first value of two, and all values of the one that won', () => {
  expect(play(['300ms (a|)', '20ms b 9ms (c|)'])).toEqual({
    seen: [
      [70, 'b'],
      [80, 'c'],
      [80, 'end'],
    ],
    reported: [sentOnceMore, won(2)],
    sent: 2,
  });
  expect(play(['60ms (a|)', '500ms (b|)'])).toEqual({
    seen: [
      [60, 'a'],
      [60, 'end'],
    ],
    reported: [sentOnceMore, won(1)],
    sent: 2,
  });
});

it('leaves it to the other when one of two fails, and fails with the last of them', () => {
  expect(play(['60ms #', '40ms (b|)']).seen).toEqual([
    [90, 'b'],
    [90, 'end'],
  ]);
  expect(play(['60ms #', '40ms #']).seen).toEqual([[90, 'error']]);
});

it('does not hedge what failed before the time was up: that is a matter for retry', () => {
  expect(play(['20ms #', '1ms (b|)'])).toEqual({ seen: [[20, 'error']], reported: [], sent: 1 });
});

it('never sends an event twice', () => {
  expect(play(['300ms |'], { isEvent: true })).toEqual({ seen: [[300, 'end']], reported: [], sent: 1 });
});

it('lets both go when the caller leaves, and sends nothing later', () => {
  const source$ = attempts(() => throwError(() => 'unused'));
  new TestScheduler(() => undefined).run(({ flush, cold }) => {
    wired({ hedge: { afterMs: 50 } })(cold('300ms a'), policyCall())
      .subscribe()
      .unsubscribe();
    flush();
  });
  expect(source$.count()).toBe(0);
});
