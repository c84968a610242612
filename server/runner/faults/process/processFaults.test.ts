import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { faultSchema, type Fault } from '#shared/faults/fault.ts';
import { ActiveFaults } from '../activeFaults.ts';
import type { Clock } from '../link/clock.ts';
import { ProcessFaults } from './processFaults.ts';

/** Its hands are turned by the test. */
class HandClock implements Clock {
  #now = 0;
  #waiting: { at: number; act: () => void }[] = [];

  now(): number {
    return this.#now;
  }

  after(ms: number, act: () => void): () => void {
    const one = { at: this.#now + ms, act };
    this.#waiting.push(one);
    return () => (this.#waiting = this.#waiting.filter((other) => other !== one));
  }

  get waiting(): number {
    return this.#waiting.length;
  }

  pass(ms: number): void {
    this.#now += ms;
    const due = this.#waiting.filter(({ at }) => at <= this.#now);
    this.#waiting = this.#waiting.filter(({ at }) => at > this.#now);
    for (const { act } of due) act();
  }
}

const fault = (settings: Record<string, unknown>): Fault =>
  faultSchema.parse({ id: 'f', target: { service: 'payments' }, ...settings });

function setUp() {
  const active = new ActiveFaults(() => undefined);
  const clock = new HandClock();
  let turns = 0;
  const faults = new ProcessFaults(active, { onTurn: () => (turns += 1), isElsewhere: () => false, clock });
  const put = (...wanted: Fault[]): boolean => {
    active.set(orderSaga, wanted, []);
    return faults.refresh();
  };
  const wish = (service = 'payments', replica = 0): (string | undefined)[] => {
    const { down, pause } = faults.wish(service, replica);
    return [down?.id, pause?.id];
  };
  return { active, clock, faults, put, wish, turns: () => turns };
}

describe('what process faults want', () => {
  it('says whether there is, or was, anything to be done', () => {
    const { put } = setUp();
    expect([put(), put(fault({ kind: 'kill' })), put(), put()]).toEqual([false, true, true, false]);
  });

  it('is of the replicas that they are on, and nobody else', () => {
    const { put, wish } = setUp();
    put(fault({ kind: 'kill', target: { service: 'payments', replica: 1 } }));
    expect([wish('payments', 0), wish('payments', 1), wish('orders', 1)]).toEqual([
      [undefined, undefined],
      ['f', undefined],
      [undefined, undefined],
    ]);
  });

  it('is down rather than paused, and the first of several', () => {
    const { put, wish } = setUp();
    put(
      fault({ id: 'still', kind: 'pause' }),
      fault({ id: 'dead', kind: 'kill' }),
      fault({ id: 'gone', kind: 'stop' }),
    );
    expect(wish()).toEqual(['dead', undefined]);
    put(fault({ id: 'still', kind: 'pause' }));
    expect(wish()).toEqual([undefined, 'still']);
  });

  it('holds a service only when all its replicas are held', () => {
    const { put, faults } = setUp();
    const one = fault({ id: 'one', kind: 'kill', target: { service: 'payments', replica: 0 } });
    put(one);
    expect(faults.holding('payments', 2)).toEqual([]);
    const two = fault({ id: 'two', kind: 'pause', target: { service: 'payments', replica: 1 } });
    put(one, two);
    expect(faults.holding('payments', 2)).toEqual([one, two]);
  });
});

describe('the rhythm of a flap', () => {
  const flap = { kind: 'flap', downMs: 100, upMs: 300 };

  it('is down first, then up, and over when it is mended', () => {
    const { put, wish, clock, turns, active } = setUp();
    put(fault(flap));
    const seen = [wish()[0]];
    for (const ms of [100, 299, 1, 100]) {
      clock.pass(ms);
      seen.push(wish()[0]);
    }
    expect(seen).toEqual(['f', undefined, undefined, 'f', undefined]);
    expect([turns(), active.progress]).toEqual([3, { f: { hits: 2 } }]);
    put();
    expect([wish(), clock.waiting]).toEqual([[undefined, undefined], 0]);
  });

  it('passes over turns by chance, the same ones for the same seed', () => {
    const run = (seed: number): boolean[] => {
      const { put, wish, clock } = setUp();
      put(fault({ ...flap, rate: 0.5, seed }));
      return Array.from({ length: 40 }, () => {
        const isDown = wish()[0] === 'f';
        clock.pass(100);
        clock.pass(300);
        return isDown;
      });
    };
    const [first, again, other] = [run(1), run(1), run(2)];
    expect(first).toEqual(again);
    expect(first).not.toEqual(other);
    expect(first).toContain(true);
    expect(first).toContain(false);
  });
});
