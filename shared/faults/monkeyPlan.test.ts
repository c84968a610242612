import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findExample } from '../examples/index.ts';
import { emptyFlow, type Flow } from '../flow/flow.ts';
import { problemFromZod } from '../problem.ts';
import { monkeySettingsSchema, type MonkeySettings } from './monkey.ts';
import { monkeyBegins, msToEnd, nextAct, planActs } from './monkeyPlan.ts';
import { resolveTarget } from './resolveTarget.ts';

const saga = findExample('order-saga')?.flow ?? emptyFlow();
const faults = [{ kind: 'latency', latencyMs: 200 }, { kind: 'throw_rpc', rate: 0.5 }, { kind: 'drop' }];

const settingsOf = (change: object = {}): MonkeySettings => ({
  ...monkeySettingsSchema.parse({ faults, seed: 7, ...change }),
  seed: 7,
  ...change,
});

const anySettings = fc
  .record({
    seed: fc.nat(0xffff_ffff),
    everyMs: fc.integer({ min: 100, max: 5000 }),
    jitterMs: fc.integer({ min: 0, max: 100 }),
    eachForMs: fc.integer({ min: 100, max: 20_000 }),
    atOnce: fc.integer({ min: 1, max: 5 }),
  })
  .map(settingsOf);

/** The same things, drawn in another order. */
function turnedRound(flow: Flow): Flow {
  const turned = <T>(record: Record<string, T>): Record<string, T> =>
    Object.fromEntries(Object.entries(record).toReversed());
  return { ...flow, services: turned(flow.services), wires: turned(flow.wires), brokers: turned(flow.brokers) };
}

describe('the plan of a monkey', () => {
  it('is the same for the same seed on the same flow, in whatever order it was drawn', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const plan = planActs(settings, saga, 30);
        expect(planActs(settings, saga, 30)).toEqual(plan);
        expect(planActs(settings, turnedRound(saga), 30)).toEqual(plan);
      }),
      { numRuns: 30 },
    );
  });

  it('is another one for another seed', () => {
    const plans = Array.from({ length: 20 }, (_, seed) => JSON.stringify(planActs(settingsOf({ seed }), saga, 10)));
    expect(new Set(plans).size).toBe(20);
  });

  it('never has more at once than it may, nor one thing broken twice in the same way', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const acts = planActs(settings, saga, 60);
        for (const { atMs } of acts) {
          const on = acts.flatMap(({ atMs: since, fault }) =>
            fault !== undefined && since <= atMs && atMs < since + settings.eachForMs ? [fault] : [],
          );
          expect(on.length).toBeLessThanOrEqual(settings.atOnce);
          expect(new Set(on.map(({ kind, target }) => JSON.stringify([kind, target]))).size).toBe(on.length);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('keeps its pace: the first act at once, each next one everyMs ± jitterMs later', () => {
    fc.assert(
      fc.property(anySettings, (settings) => {
        const times = planActs(settings, saga, 40).map(({ atMs }) => atMs);
        expect(times[0]).toBe(0);
        for (const [index, atMs] of times.slice(1).entries()) {
          expect(Math.abs(atMs - (times[index] ?? 0) - settings.everyMs)).toBeLessThanOrEqual(settings.jitterMs);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('breaks only what can be broken so, with the settings, time and a seed of its own', () => {
    for (const { fault } of planActs(settingsOf({ atOnce: 20, eachForMs: 400 }), saga, 200)) {
      expect(fault).toBeDefined();
      if (fault === undefined) continue;
      expect(resolveTarget(saga, fault).ok).toBe(true);
      expect(fault).toMatchObject({ forMs: 400, seed: expect.any(Number) as number });
      if (fault.kind === 'throw_rpc') expect(fault).toMatchObject({ rate: 0.5, message: 'Injected RpcException' });
    }
  });

  it('comes to every target that is chosen, and to no other', () => {
    const targets = [{ wire: 'payments' }, { handler: 'payments.process' }];
    const acts = planActs(settingsOf({ targets, atOnce: 2, eachForMs: 100, jitterMs: 0 }), saga, 60);
    const hit = new Set(acts.flatMap(({ fault }) => (fault === undefined ? [] : [JSON.stringify(fault.target)])));
    expect(hit).toEqual(new Set(targets.map((target) => JSON.stringify(target))));
  });

  it('follows an edit, and what it did before stays as it was', () => {
    const settings = settingsOf({ atOnce: 1, eachForMs: 100 });
    const [first, second] = planActs(settings, saga, 2);
    const one = nextAct(settings, saga, monkeyBegins);
    expect(one.act).toEqual(first);
    expect(nextAct(settings, saga, one.progress).act).toEqual(second);
    expect(nextAct(settings, emptyFlow(), one.progress).act).toEqual({ number: 2, atMs: second?.atMs });
  });

  it('puts on as many as it may, and has none left after its time', () => {
    const counted = settingsOf({ count: 3, atOnce: 2, everyMs: 500, eachForMs: 700 });
    const acts = planActs(counted, saga, 100);
    expect(acts.filter(({ fault }) => fault !== undefined)).toHaveLength(3);
    expect(acts.at(-1)?.fault).toBeDefined();
    const timed = planActs(settingsOf({ forMs: 5000, everyMs: 1000 }), saga, 100);
    expect(timed.map(({ atMs }) => atMs)).toEqual([0, 1000, 2000, 3000, 4000]);
  });

  it('knows how long its last faults go on', () => {
    const settings = settingsOf({ count: 2, atOnce: 2, everyMs: 500, eachForMs: 700 });
    const first = nextAct(settings, saga, monkeyBegins).progress;
    expect(msToEnd(settings, first)).toBeUndefined();
    expect(msToEnd(settings, nextAct(settings, saga, first).progress)).toBe(700);
  });

  it('finds something in a drawing of thousands', () => {
    const [orders] = Object.values(saga.services);
    if (orders === undefined) throw new Error('The saga has services');
    const services = Object.fromEntries(Array.from({ length: 2000 }, (_, index) => [`s${index}`, orders]));
    const [act] = planActs(settingsOf(), { ...saga, services }, 1);
    expect(act?.fault).toBeDefined();
  });
});

describe('the settings of a monkey', () => {
  const refusal = (settings: unknown) => {
    const parsed = monkeySettingsSchema.safeParse(settings);
    return parsed.success ? undefined : problemFromZod(parsed.error);
  };

  it('are few: the rest has a usual value', () => {
    expect(monkeySettingsSchema.parse({ faults: [{ kind: 'down' }] })).toEqual({
      faults: [{ kind: 'down', leg: 'both', rate: 1 }],
      targets: 'any',
      everyMs: 2000,
      jitterMs: 0,
      eachForMs: 3000,
      atOnce: 2,
    });
  });

  it.each([
    ['no fault', { faults: [] }, 'faults'],
    ['a kind that is none', { faults: [{ kind: 'gremlins' }] }, 'faults.0.kind'],
    ['a setting that is missing', { faults: [{ kind: 'drop' }, { kind: 'latency' }] }, 'faults.1.latencyMs'],
    ['a field that it fills in', { faults: [{ kind: 'drop', target: { wire: 'a' } }] }, 'faults.0.target'],
    ['something that is no fault', { faults: [null] }, 'faults.0.kind'],
    ['more jitter than pace', { faults: [{ kind: 'drop' }], everyMs: 500, jitterMs: 501 }, 'jitterMs'],
    ['an unknown field', { faults: [{ kind: 'drop' }], pace: 3 }, 'pace'],
  ])('refuse %s', (_what, settings, at) => {
    expect(refusal(settings)).toMatchObject({ code: 'badInput', at });
  });
});
