import { describe, expect, it } from 'vitest';
import { orderSaga } from '#shared/examples/orderSaga.ts';
import { monkeySettingsSchema, type MonkeySettings, type MonkeyView } from '#shared/faults/monkey.ts';
import { faultKinds } from '../../faults/offered.ts';
import { canStrike, draftOf, inputOf, targetChoices, usualDraft, usualFault } from './monkeyDraft.ts';
import { planWords, stateWords } from './monkeyWords.ts';

const settings: MonkeySettings = {
  faults: [usualFault('latency'), { ...usualFault('throw_rpc'), rate: 0.5 }],
  targets: [{ wire: 'payments' }],
  everyMs: 3000,
  jitterMs: 500,
  eachForMs: 4000,
  atOnce: 2,
  seed: 7,
};

describe('the draft of a monkey', () => {
  it('is accepted by the server as it is at first, and with every kind of fault', () => {
    const draft = usualDraft();
    expect(monkeySettingsSchema.parse(inputOf(draft, orderSaga))).toEqual({ ...draft, targets: 'any' });
    const all = { ...draft, faults: faultKinds.map(usualFault) };
    expect(monkeySettingsSchema.parse(inputOf(all, orderSaga)).faults).toEqual(all.faults);
  });

  it('is what ran before, but for its seed and its count', () => {
    expect(inputOf(draftOf({ ...settings, count: 5 }), orderSaga)).toEqual({ ...settings, seed: undefined });
    expect(draftOf({ ...settings, targets: 'any' }).targets).toEqual([]);
  });

  it('leaves out what is gone from the drawing', () => {
    const draft = { ...usualDraft(), targets: [{ wire: 'payments' }, { wire: 'gone' }] };
    expect(inputOf(draft, orderSaga).targets).toEqual([{ wire: 'payments' }]);
    expect(inputOf(draft, { ...orderSaga, wires: {} }).targets).toBe('any');
  });

  it('offers everything that can be broken', () => {
    const choices = targetChoices(orderSaga);
    expect(choices.map(({ group }) => group)).toEqual(['Wires', 'Handlers', 'Services', 'Brokers']);
    expect(choices[1]?.items[0]).toEqual({
      value: '{"handler":"createOrder","service":"gateway"}',
      label: 'api-gateway POST /orders',
      target: { handler: 'createOrder', service: 'gateway' },
    });
  });

  it('knows whether a fault can act on any of its targets', () => {
    const { payments } = orderSaga.services;
    const services = { ...orderSaga.services, ...(payments && { payments: { ...payments, process: 'own' as const } }) };
    expect(faultKinds.filter((kind) => !canStrike({ ...orderSaga, services }, usualFault(kind), []))).toEqual([]);
    const latency = usualFault('latency');
    expect(canStrike(orderSaga, latency, [])).toBe(true);
    expect(canStrike(orderSaga, latency, [{ handler: 'process', service: 'payments' }])).toBe(false);
    expect(canStrike({ ...orderSaga, services: {}, wires: {}, brokers: {} }, latency, [])).toBe(false);
  });
});

describe('the words of a monkey', () => {
  const view: MonkeyView = { settings, running: true, startedAtUs: 0, acts: 0, faults: [] };

  it('say what it does and did', () => {
    const ended: MonkeyView = { ...view, running: false, ended: 'told', acts: 1 };
    expect([view, { ...view, acts: 12 }, ended, { ...ended, ended: 'done' as const, acts: 3 }].map(stateWords)).toEqual(
      [
        'It is loose.',
        'It is loose, and has broken 12 things so far.',
        'It was stopped, and had broken 1 thing.',
        'It is done, and had broken 3 things.',
      ],
    );
  });

  it('say what it is set to', () => {
    expect(planWords(settings)).toBe(
      'Latency +900 ms or Throw RpcException 50 %, at one place; every 3 s ± 500 ms, for 4 s each, 2 at once.',
    );
    const faults = [...settings.faults, { kind: 'drop', leg: 'both', rate: 1 } as const];
    expect(planWords({ ...settings, faults })).toMatch(/^Latency \+900 ms, Throw RpcException 50 % or Drop message, /);
    expect(planWords({ ...settings, targets: 'any', jitterMs: 0, forMs: 60_000 })).toBe(
      'Latency +900 ms or Throw RpcException 50 %, anywhere; every 3 s, for 4 s each, 2 at once; stops after 1 min.',
    );
  });
});
